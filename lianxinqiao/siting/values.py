"""What the solver is told and what it answers. Codes are the caller's; a pair of equal problems is solved equally.

Distance is counted in steps of the tree of places: same village 0, same township 1, same county 2, beyond 3.
Where both ends have a point, it is the way between them in steps of `Weights.metres_a_step`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Self

from django.utils.translation import gettext as _

from lianxinqiao.base.errors import Refused

Layout = Mapping[str, str]
"""Member code → studio code. Who has no studio is not in it."""

Choice = list[tuple[int, tuple[str, ...]]]
"""Townships by index, each with the sectors that a new studio there takes in."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a proposal costs: rulebook values, in points. Only their ratios matter.

    The defaults say: a member changes the studio for a way two steps shorter, not for one; nobody is moved for
    expertise alone unless three are over; leaving a township or a sector empty is worth many moves.
    """

    near: float = 1.0  # each member, each step to the studio
    metres_a_step: float = 10_000  # a step where both points are known
    change: float = 1.5  # each member who leaves today's studio
    other_sector: float = 0.5  # each member in a sector studio that is not of their sector
    spread: float = 0.6  # each member of one expertise above `alike` in one studio
    alike: int = 3  # so many of one expertise a studio may have for nothing
    township: float = 50.0  # each township that no enrolled member serves
    sector: float = 50.0  # each sector without a member in a studio of the sector
    far: float = 2.0  # steps from which on a member counts as too far: a new studio would close it
    far_member: float = 1.0  # points for each such member, when a new studio is looked for
    seat: float = 3.0  # points for each member whom no studio can seat, when a new studio is looked for
    sectors_a_studio: int = 1  # so many sectors a new studio takes in

    @classmethod
    def of(cls, told: Mapping[str, float]) -> Self:
        """The defaults with what a rulebook says otherwise. Refused: an unknown name, no number, a negative one."""
        whole = {"alike", "sectors_a_studio"}
        for name, value in told.items():
            if name not in {each.name for each in fields(cls)}:
                raise Refused(_("布局权重里没有“%(name)s”这一项，请检查规则文件。") % {"name": name}, field="weights")
            right = isinstance(value, int if name in whole else (int, float)) and not isinstance(value, bool)
            if not right or not 0 <= value < 1e6 or (name == "metres_a_step" and value < 1):
                raise Refused(_("布局权重“%(name)s”应是不小于零的数。") % {"name": name}, field="weights")
        return replace(cls(), **told)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, WGS-84 degrees."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody or something is, as far as it is known: codes from the city down, and perhaps a point."""

    city: str = ""
    county: str = ""
    township: str = ""
    village: str = ""
    point: Point | None = None

    def within(self, reach: str) -> bool:
        """True if it lies in this city or county; an empty reach is everywhere."""
        return reach in ("", self.city, self.county)


@dataclass(frozen=True, slots=True)
class County:
    """A county or district, in its city."""

    code: str
    name: str
    city: str = ""


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street, in its county; perhaps with the point where its office is."""

    code: str
    name: str
    county: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector that must be covered."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member: where at home, of what sector, expert in what, enrolled where today (empty: nowhere).

    `reach` is the code of the county or city whose studios the member may enter, empty for all. Who is on leave
    keeps the seat, is not moved, and covers nothing.
    """

    code: str
    name: str
    spot: Spot = Spot()
    reach: str = ""
    sector: str = ""
    expertise: str = ""
    studio: str = ""
    on_leave: bool = False


@dataclass(frozen=True, slots=True)
class Studio:
    """An open studio: where, which townships and sectors it serves, for how many members."""

    code: str
    name: str
    spot: Spot = Spot()
    townships: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    least: int = 5
    most: int = 30


@dataclass(frozen=True)
class Problem:
    """A network as it is today. Townships and sectors are those that must be covered."""

    counties: tuple[County, ...]
    townships: tuple[Township, ...]
    sectors: tuple[Sector, ...]
    members: tuple[Member, ...]
    studios: tuple[Studio, ...]
    weights: Weights = Weights()

    @cached_property
    def today(self) -> dict[str, str]:
        """Today's layout."""
        return {member.code: member.studio for member in self.members if member.studio}

    @cached_property
    def movable(self) -> tuple[Member, ...]:
        """The members whom a proposal places."""
        return tuple(member for member in self.members if not member.on_leave)

    def laid(self, layout: Layout) -> "Problem":
        """The same network with another layout as today's."""
        return replace(self, members=tuple(replace(m, studio=layout.get(m.code, "")) for m in self.members))


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind and the values of its sentence (see words.py)."""

    kind: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One member to another studio. `was` is empty for who had none."""

    member: str
    was: str
    to: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a layout costs and what it covers; the parts sum up to `objective`."""

    objective: float
    parts: Mapping[str, float]  # near, change, other_sector, spread, township, sector
    townships: frozenset[str]  # covered
    sectors: frozenset[str]  # covered
    unplaced: tuple[str, ...]  # members at work without a studio
    too_few: Mapping[str, int]  # studio → members, where below its least
    too_many: Mapping[str, int]  # studio → members, where above its most and not all on leave
    astray: tuple[str, ...]  # members in a studio outside their reach

    @property
    def sound(self) -> bool:
        """Everybody is placed within reach, no studio is below its least or above its most."""
        return not (self.unplaced or self.too_few or self.too_many or self.astray)


@dataclass(frozen=True)
class Proposal:
    """Who should enrol where. `bound`: no layout whatever costs less; `gap` is how far the objective may be above."""

    layout: Mapping[str, str]
    changes: tuple[Change, ...]
    before: Standing
    after: Standing
    bound: float
    waiting: tuple[str, ...]  # members on leave without a studio: nobody places them
    finished: bool  # the gap that was asked for is reached
    seconds: float = field(default=0.0, compare=False)

    @property
    def objective(self) -> float:
        """What the proposed layout costs, in points."""
        return self.after.objective

    @property
    def gap(self) -> float:
        """(objective − bound) / objective, proven."""
        return gap(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Site:
    """A new studio: in which township, of which sectors, and what it would close besides those before it."""

    township: str
    sectors: tuple[str, ...]
    gain: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Sites:
    """Where the next studios would close most. `bound`: no choice of as many closes more; `open` stays open."""

    sites: tuple[Site, ...]
    gain: float
    bound: float
    gaps: float  # points of all gaps today
    open: tuple[Reason, ...]
    finished: bool
    seconds: float = field(default=0.0, compare=False)

    @property
    def gap(self) -> float:
        """(bound − gain) / bound, proven."""
        return max(0.0, self.bound - self.gain) / self.bound if self.bound > 0 else 0.0


def gap(objective: float, bound: float) -> float:
    """How far an objective may be above the least possible, as a share of it."""
    return max(0.0, objective - bound) / objective if objective > 0 else 0.0
