"""What each named figure counts: which ledger lines, summed how. The article's values come from the rulebook."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import Line


class Kind(StrEnum):
    """How a figure is made of lines."""

    STATE = "state"  # what stands on the last day: all +1 and −1 lines up to it
    SUM = "sum"  # what happened in the period
    PERSONS = "persons"  # distinct people credited in the period


class Openness(StrEnum):
    """Whether the public may open the lines one by one (house.md, idea 2)."""

    LINES = "lines"
    CELLS = "cells"


OPEN_ROOMS = frozenset({"studios", "activities", "suggestions"})
"""Whose acts anybody may read line by line. People are credited for residents' matters too, so they are not here."""


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a figure: the lines of `verb`, of one counted `kind` or of all."""

    verb: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A named figure."""

    name: str
    label: str | Promise
    how: Kind
    parts: tuple[Part, ...]
    shown_apart: tuple[tuple[str | Promise, tuple[Part, ...]], ...] = field(default=())

    @property
    def open(self) -> Openness:
        """Lines only where every one of them is an open act; what may hold a resident's matter is counts."""
        acts = {verb.partition(".")[0] for verb in self.verbs}
        opens = self.how is not Kind.PERSONS and acts and acts <= OPEN_ROOMS
        return Openness.LINES if opens else Openness.CELLS

    @property
    def verbs(self) -> list[str]:
        """The verbs whose lines make this figure."""
        return sorted({part.verb for part in self.parts})


def _plates(kind: str | None = None) -> tuple[Part, ...]:
    return Part("studios.plate", kind), Part("studios.remove_plate", kind)


def _held(*kinds: str) -> tuple[Part, ...]:
    return tuple(Part("activities.hold", kind) for kind in kinds)


CLOSED_SOLVED = (Part("concerns.close", "solved"),)  # reopening counters the closing line
SERVED = (Part("activities.prove_service"),)

MEASURES: dict[str, Measure] = {
    m.name: m
    for m in (
        Measure("studios", _("委员工作室"), Kind.STATE, _plates()),
        Measure("studios_sector", _("界别型工作室"), Kind.STATE, _plates("sector")),
        Measure("studios_area", _("区域型工作室"), Kind.STATE, _plates("area")),
        Measure("studios_personal", _("个人型工作室"), Kind.STATE, _plates("personal")),
        Measure("studios_other", _("其他型工作室"), Kind.STATE, _plates("other")),
        Measure("members", _("参与履职的委员"), Kind.PERSONS, ()),
        Measure(
            "micro_activities",
            _("微调研、微视察、微协商"),
            Kind.SUM,
            _held("micro_survey", "micro_inspection", "micro_consultation"),
        ),
        Measure(
            "heart_activities",
            _("安民心、听民意、解民忧"),
            Kind.SUM,
            _held("comfort", "listen", "relieve"),
            shown_apart=(
                (_("安民心"), _held("comfort")),
                (_("听民意"), _held("listen")),
                (_("解民忧"), _held("relieve")),
            ),
        ),
        Measure("suggestions", _("意见建议"), Kind.SUM, (Part("suggestions.submit"),)),
        Measure(
            "solved",
            _("实事好事"),
            Kind.SUM,
            CLOSED_SOLVED + SERVED,
            shown_apart=((_("群众反映已解决"), CLOSED_SOLVED), (_("有凭据的服务"), SERVED)),
        ),
    )
}


def value(measure: Measure, *, since: date, until: date, path: str = "/") -> int:
    """The figure for a period (both days included) and a subtree of places."""
    if measure.how is Kind.PERSONS:
        return read.distinct(path=path, since=since, until=until)
    return _summed(measure.parts, measure.how, since=since, until=until, path=path)


def enrolled(day: date, path: str = "/") -> int:
    """How many members stand enrolled in a studio on `day`."""
    return sum(read.total(verb=verb, path=path, until=day) for verb in ("studios.enrol", "studios.leave"))


def apart(measure: Measure, *, since: date, until: date, path: str = "/") -> list[tuple[str | Promise, int]]:
    """The figure's parts where the article names them apart."""
    return [
        (label, _summed(parts, measure.how, since=since, until=until, path=path))
        for label, parts in measure.shown_apart
    ]


def _summed(parts: tuple[Part, ...], how: Kind, *, since: date, until: date, path: str) -> int:
    start = None if how is Kind.STATE else since
    return sum(read.total(verb=part.verb, kind=part.kind, path=path, since=start, until=until) for part in parts)


def lines(measure: Measure, *, since: date, until: date, path: str = "/") -> QuerySet[Line]:
    """The lines that the figure is made of, newest first; for persons every credited line."""
    start = None if measure.how is Kind.STATE else since
    if measure.how is Kind.PERSONS:
        return read.credited(holders="member", path=path, since=since, until=until)
    found = Line.objects.none()
    for part in measure.parts:
        found = found | read.lines(verbs=[part.verb], kind=part.kind, path=path, since=start, until=until)
    return found
