"""What a layout costs, in points, counted without a solver: the objective's only definition."""

import math
from collections import Counter
from functools import cached_property

from lianxinqiao.siting.values import Layout, Member, Point, Problem, Spot, Standing, Studio, Weights

EARTH = 6_371_000.0  # metres
BEYOND = 3.0


def metres(one: Point, other: Point) -> float:
    """The way between two points as the crow flies."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def steps(one: Spot, other: Spot, weights: Weights) -> float:
    """The distance in steps: by the points where both are known, else by the tree."""
    if one.point and other.point:
        return metres(one.point, other.point) / weights.metres_a_step
    if not one.county or one.county != other.county:
        return BEYOND
    if not one.township or one.township != other.township:
        return 2.0
    return 0.0 if one.village and one.village == other.village else 1.0


class Costs:
    """The costs of one problem, by index of its studios."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.studios = problem.studios
        self.index = {studio.code: i for i, studio in enumerate(problem.studios)}
        self._within: dict[str, list[int]] = {}

    def steps(self, member: Member, studio: int) -> float:
        """Steps from the member's home to a studio."""
        return steps(member.spot, self.studios[studio].spot, self.weights)

    def within(self, reach: str) -> list[int]:
        """The studios that a reach allows."""
        if reach not in self._within:
            self._within[reach] = [i for i, studio in enumerate(self.studios) if studio.spot.within(reach)]
        return self._within[reach]

    def other_sector(self, sector: str, studio: Studio) -> float:
        """The cost of somebody of this sector in a studio of other sectors."""
        return self.weights.other_sector if studio.sectors and sector not in studio.sectors else 0.0

    def base(self, member: Member, studio: int) -> float:
        """The cost of the member in a studio, but for the change and for those alike."""
        return self.weights.near * self.steps(member, studio) + self.other_sector(member.sector, self.studios[studio])

    @cached_property
    def hopeless(self) -> tuple[frozenset[str], frozenset[str]]:
        """Townships and sectors that no layout covers: no studio serves them, or nobody may enter one that does."""
        reaches = {member.reach for member in self.problem.movable}
        entered = [s for s in self.studios if any(s.spot.within(reach) for reach in reaches)]
        served = {code for studio in entered for code in studio.townships}
        apt = {(member.sector, member.reach) for member in self.problem.movable if member.sector}
        kept = {sector for sector, reach in apt for s in entered if sector in s.sectors and s.spot.within(reach)}
        return (
            frozenset(township.code for township in self.problem.townships if township.code not in served),
            frozenset(sector.code for sector in self.problem.sectors if sector.code not in kept),
        )


def standing(problem: Problem, layout: Layout) -> Standing:
    """What a layout costs and covers: any part of a proposal, or today's.

    Who has no studio costs nothing here, nor does what no layout could cover: only a new studio helps there.
    """
    costs = Costs(problem)
    return standing_of(costs, layout)


def standing_of(costs: Costs, layout: Layout) -> Standing:
    """The same with the costs at hand."""
    problem, weights = costs.problem, costs.weights
    placed = [(m, costs.index[layout[m.code]]) for m in problem.movable if layout.get(m.code)]
    loads = Counter(i for _, i in placed)
    kept = Counter(costs.index[m.studio] for m in problem.members if m.on_leave and m.studio)
    loads.update(kept)
    alike = Counter((i, m.expertise) for m, i in placed if m.expertise)
    townships = {code for i in {i for _, i in placed} for code in costs.studios[i].townships}
    sectors = {m.sector for m, i in placed if m.sector in costs.studios[i].sectors}
    hopeless = costs.hopeless
    empty = [t for t in problem.townships if t.code not in townships | hopeless[0]]
    missing = [s for s in problem.sectors if s.code not in sectors | hopeless[1]]
    parts = {
        "near": weights.near * math.fsum(costs.steps(m, i) for m, i in placed),
        "change": weights.change * sum(1 for m, i in placed if m.studio and costs.index[m.studio] != i),
        "other_sector": math.fsum(costs.other_sector(m.sector, costs.studios[i]) for m, i in placed),
        "spread": weights.spread * sum(max(0, n - weights.alike) for n in alike.values()),
        "township": weights.township * len(empty),
        "sector": weights.sector * len(missing),
    }
    return Standing(
        objective=math.fsum(parts.values()),
        parts=parts,
        townships=frozenset(townships),
        sectors=frozenset(sectors),
        unplaced=tuple(m.code for m in problem.movable if not layout.get(m.code)),
        too_few={s.code: loads[i] for i, s in enumerate(costs.studios) if loads[i] < s.least},
        too_many={s.code: loads[i] for i, s in enumerate(costs.studios) if loads[i] > max(s.most, kept[i])},
        astray=tuple(m.code for m, i in placed if not costs.studios[i].spot.within(m.reach)),
    )
