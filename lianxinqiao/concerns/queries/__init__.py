from lianxinqiao.concerns.queries.case import (
    Case,
    NoteLine,
    ask,
    case,
    opened,
    photo_bytes,
    photos,
    photos_opened,
    said,
    verbs_for,
)
from lianxinqiao.concerns.queries.desk import Listed, StudioLoad, listed, loads, today
from lianxinqiao.concerns.queries.due import (
    Reminder,
    Stage,
    fell_overdue,
    next_due,
    rating_over,
    to_forget,
    to_remind,
)
from lianxinqiao.concerns.queries.marks import marks
from lianxinqiao.concerns.queries.passed import passable, without_contact
from lianxinqiao.concerns.queries.receipt import by_token, is_taken, resident_of, studios_of, token_by_code
from lianxinqiao.concerns.queries.status import RevealLine, Status, Step, reveals, status, timeline
from lianxinqiao.concerns.queries.views import VIEWS, in_view, view_counts
from lianxinqiao.concerns.queries.visible import find, searches, visible_to

__all__ = [
    "VIEWS",
    "Case",
    "Listed",
    "NoteLine",
    "Reminder",
    "RevealLine",
    "Stage",
    "Status",
    "Step",
    "StudioLoad",
    "ask",
    "by_token",
    "case",
    "fell_overdue",
    "find",
    "in_view",
    "is_taken",
    "listed",
    "loads",
    "marks",
    "next_due",
    "opened",
    "passable",
    "photo_bytes",
    "photos",
    "photos_opened",
    "rating_over",
    "resident_of",
    "reveals",
    "said",
    "searches",
    "status",
    "studios_of",
    "timeline",
    "to_forget",
    "to_remind",
    "today",
    "token_by_code",
    "verbs_for",
    "view_counts",
    "visible_to",
    "without_contact",
]
