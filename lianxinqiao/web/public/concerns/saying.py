"""One resident's form on its way: what was told so far, where it is about, who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from lianxinqiao.base.photos import CleanPhoto
from lianxinqiao.organisation.enums import PlaceKind
from lianxinqiao.organisation.models import Place
from lianxinqiao.organisation.queries import counties, root, townships, villages
from lianxinqiao.studios.enums import StudioState
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import by_code, covering
from lianxinqiao.web.parts import drafts
from lianxinqiao.web.parts.doors import once_key
from lianxinqiao.web.public.concerns.forms import ONCE, SayForm

FIELDS = ("text", "place", "wants_call", "phone", "name", "address")
ROWS_MOST = 12  # townships that are still offered as rows; more are reached county by county
STUDIOS_MOST = 4
ABOUT = {PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE}


def place_or_none(code: str) -> Place | None:
    """A place that a matter can be about, by its code."""
    return Place.objects.filter(code=code, kind__in=ABOUT).first() if code else None


def below(at: Place | None) -> QuerySet[Place]:
    """The next finer places: counties, townships of a county, villages of a township."""
    if at is None:
        return counties()
    return townships(at, statistical=True) if at.kind == PlaceKind.COUNTY else villages(at)


def takers(place: Place) -> list[Studio]:
    """The studios offered for a place, best first."""
    return covering(place)[:STUDIOS_MOST]


@dataclass(frozen=True)
class Saying:
    """`once` is the form's key, `studio` the one whose QR was scanned, `values` the fields as told."""

    once: str
    studio: Studio | None = None
    values: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    to_code: str = ""

    @classmethod
    def told(cls, post: QueryDict) -> "Saying":
        """From what the browser sent; a broken key is replaced, an unknown studio forgotten."""
        once = post.get("once", "")
        studio = by_code(post["studio"]) if post.get("studio") else None
        usable = studio is not None and studio.state == StudioState.PLATED and studio.takes_concerns
        return cls(
            once=once if ONCE.fullmatch(once) else once_key(),
            studio=studio if usable else None,
            values={name: post.get(name, "") for name in FIELDS},
            to_code=post.get("to", ""),
        )

    def took(self, clean: Mapping[str, Any]) -> "Saying":
        """With the checked values in place of the raw ones; new photos are kept for the next step."""
        if clean.get("photos"):
            drafts.keep(self.once, clean["photos"])
        values = {name: clean.get(name) or "" for name in FIELDS}
        return replace(self, values=values | {"wants_call": "on" if clean.get("wants_call") else ""})

    @cached_property
    def place(self) -> Place | None:
        """What it is about, where told and known."""
        return place_or_none(self.values["place"])

    @property
    def needs_place(self) -> bool:
        """Where is the one thing left to ask; a call needs a number and nothing else."""
        return self.place is None and not self.values["wants_call"]

    @cached_property
    def start_place(self) -> Place | None:
        """Where the question “where” starts: the scanned studio's township or county."""
        if self.studio is None:
            return None
        served = list(self.studio.townships.all()[:2])
        if len(served) == 1:
            return served[0]
        above = self.studio.place.parent
        return above if above is not None and above.kind in ABOUT else None

    @cached_property
    def studios(self) -> list[Studio]:
        """Who may take it: the scanned studio, else those that cover the place."""
        if self.studio is not None:
            return [self.studio]
        return takers(self.place or root())

    @property
    def to(self) -> Studio:
        """Who takes it: the chosen one, else the best."""
        chosen = [s for s in self.studios if s.code == self.to_code]
        return (chosen or self.studios)[0]

    @cached_property
    def photos(self) -> list[CleanPhoto]:
        """The cleaned photos kept so far."""
        return drafts.load(self.once)

    @cached_property
    def rows(self) -> list[tuple[str, str]] | None:
        """The places to choose from on the form itself; None where there are too many."""
        if self.studio is None:
            return None
        served = list(self.studio.townships.all()[: ROWS_MOST + 1])
        if len(served) == 1:
            words = _("说不清是哪个村，就在%(place)s") % {"place": served[0].name}
            return [(v.code, v.name) for v in villages(served[0])] + [(served[0].code, words)]
        return [(t.code, t.name) for t in served] if 1 < len(served) <= ROWS_MOST else None

    def form(self, *told: Any) -> SayForm:
        """The form with these posted data and files, or unbound with the values so far."""
        rows = self.rows
        chosen = self.values["place"]
        if rows is not None and chosen and self.place and chosen not in dict(rows):
            rows = [*rows, (chosen, self.place.name)]  # picked step by step, elsewhere
        if told:
            return SayForm(*told, places=rows)
        return SayForm(initial=dict(self.values), places=rows)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the next step must send again."""
        kept = [(name, value) for name, value in self.values.items() if value]
        return [("once", self.once), ("studio", self.studio.code if self.studio else ""), *kept]
