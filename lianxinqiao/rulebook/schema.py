"""Which keys a rulebook has, of what kind, and which of them no rulebook may lack.

A key outside this table is a fault (a slip of the pen would otherwise be a rule that nobody keeps),
except in the group `own`, where a city may note values of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is expected of a key. `keys_in`/`values_in`: the lists a map's two sides come from."""

    kinds: tuple[str, ...]
    required: bool = True
    keys_in: str = ""
    values_in: str = ""
    codes: frozenset[str] = frozenset()  # codes that the program knows and a list must have


DAYS = ("working_days", "calendar_days")
CHOICES = ("choices",)


def _list(*codes: str) -> Wanted:
    return Wanted(CHOICES, codes=frozenset(codes))


def _told() -> Wanted:
    return Wanted(CHOICES, required=False)


KEYS: dict[str, Wanted] = {
    # the network
    "studio.types": _list("sector", "area", "personal", "other"),
    "studio.unified": Wanted(CHOICES),
    "studio.principles": _told(),
    "studio.roles": _told(),
    "network.principles": _told(),
    "network.goals": _list("townships", "sectors", "members", "online", "models"),
    "network.layers": _told(),
    "walls.four": _told(),
    "walls.five": _told(),
    "walls.six": _told(),
    "walls.in_force": Wanted(("pick",)),
    "haves.five": _told(),
    "haves.later": _told(),
    "haves.in_force": Wanted(("pick",)),
    # the work
    "duty.tasks": _told(),
    "duty.horizon": Wanted(("calendar_days",)),
    "work.steps": _list("plan", "scheme", "steps", "summary"),
    "work.plan_by": Wanted(("month_day",)),
    "work.summary_by": Wanted(("month_day",)),
    "topic.sources": _list("party_gov", "cppcc", "society", "residents", "members"),
    "topic.look_back": Wanted(DAYS),
    "activity.kinds": Wanted(CHOICES),
    "activity.services": Wanted(CHOICES),
    "activity.homes": _list("study", "duty", "consultation", "service"),
    "activity.home_of": Wanted(("map",), keys_in="activity.kinds", values_in="activity.homes"),
    "activity.purposes": Wanted(CHOICES),
    "activity.modes": _list("individual", "group", "joint"),
    "activity.platforms": _told(),
    "activity.micro_of": Wanted(("map",), required=False, keys_in="activity.kinds", values_in="parts.micro_activities"),
    "activity.heart_of": Wanted(("map",), required=False, keys_in="activity.kinds", values_in="parts.heart_activities"),
    "finding.answer": Wanted(DAYS),
    "finding.mend": Wanted(DAYS),
    "evaluation.objection": Wanted(DAYS),
    "report.length": Wanted(("number",)),
    "report.title": Wanted(("number",)),
    # what residents bring
    "concern.screen": Wanted(DAYS),
    "concern.contact": Wanted(DAYS),
    "concern.simple": Wanted(DAYS),
    "concern.complex": Wanted(DAYS),
    "concern.rework": Wanted(DAYS),
    "concern.rating_open": Wanted(DAYS),
    "concern.extensions": Wanted(("number",)),
    "concern.kinds": Wanted(CHOICES),
    "concern.topics": _list("other"),
    "concern.doors": Wanted(CHOICES),
    # what is shown and how long it stays
    "publish.smallest_cell": Wanted(("number",)),
    "publish.marks_from": Wanted(("number",)),
    "retention.case": Wanted(("months",)),
    "retention.term": Wanted(("months",)),
    "retention.access_log": Wanted(("months",)),
    "retention.access_log_least": Wanted(("months",)),
    "retention.backups": Wanted(("calendar_days",)),
    # the figures of a report
    "figures.period": Wanted(("period",), required=False),
}

# Groups whose keys the city names itself.
OPEN: dict[str, Wanted] = {
    "figures": Wanted(("figure",), required=False),
    "counting": Wanted(("text",), required=False),
    "parts": Wanted(CHOICES, required=False),
    "own": Wanted((), required=False),
}


def wanted(key: str) -> Wanted | None:
    """What is expected of `key`, or None where no rulebook has it."""
    return KEYS.get(key) or OPEN.get(key.split(".")[0])
