"""What a network lacks today, and what a new studio in a township would close of it."""

from collections import Counter
from dataclasses import dataclass, field

from lianxinqiao.siting.checks import area, seats, shortages
from lianxinqiao.siting.costs import steps
from lianxinqiao.siting.values import Member, Problem, Reason, Site, Spot, Studio

NEW = Studio("", "")
"""The bounds of a new studio."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Members of one home who have no studio near: how many, and the townships where a new one would be near."""

    home: str
    size: int
    near: frozenset[int]


@dataclass
class Gaps:
    """All gaps of a network, by index of the townships, with their points."""

    problem: Problem
    spots: list[Spot] = field(init=False)
    townships: set[int] = field(init=False)
    crowds: list[Crowd] = field(init=False)
    sectors: list[str] = field(init=False)
    near_sector: dict[tuple[int, str], int] = field(init=False)
    lacks: dict[str, int] = field(init=False)
    rooms: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        cities = {county.code: county.city for county in problem.counties}
        self.spots = [Spot(cities[t.county], t.county, t.code, point=t.point) for t in problem.townships]
        served = {code for studio in problem.studios for code in studio.townships}
        self.townships = {i for i, t in enumerate(problem.townships) if t.code not in served}
        kept = {code for studio in problem.studios for code in studio.sectors}
        self.sectors = [sector.code for sector in problem.sectors if sector.code not in kept]
        self.crowds = self._crowds()
        self.near_sector = self._near_sector()
        self.lacks = self._lacks()
        self.rooms = self._rooms()

    def _near(self, member: Member, spot: Spot) -> bool:
        weights = self.problem.weights
        return spot.within(member.reach) and steps(member.spot, spot, weights) < weights.far

    def _sites_near(self, member: Member) -> frozenset[int]:
        """Without a point only the own township can be near while `far` is two steps or less."""
        return frozenset(i for i, spot in enumerate(self.spots) if self._near(member, spot))

    def _crowds(self) -> list[Crowd]:
        """Those who live alike are one crowd."""
        alike: dict[tuple[Spot, str], list[Member]] = {}
        for member in self.problem.movable:
            alike.setdefault((member.spot, member.reach), []).append(member)
        counted: Counter[tuple[str, frozenset[int]]] = Counter()
        by_county: dict[str, list[Spot]] = {}
        for studio in self.problem.studios:
            by_county.setdefault(studio.spot.county, []).append(studio.spot)
        everywhere = [studio.spot for studio in self.problem.studios]
        for members in alike.values():
            spot = members[0].spot
            known = everywhere if spot.point or self.problem.weights.far > 2 else by_county.get(spot.county, [])
            if not any(self._near(members[0], there) for there in known):
                counted[spot.township or spot.county, self._sites_near(members[0])] += len(members)
        found = [Crowd(home, size, near) for (home, near), size in counted.items()]
        return sorted(found, key=lambda crowd: (crowd.home, sorted(crowd.near)))

    def _near_sector(self) -> dict[tuple[int, str], int]:
        """(township, uncovered sector) → members of the sector in the county who may enter there."""
        open_sectors = set(self.sectors)
        apt = Counter((m.spot.county, m.reach, m.sector) for m in self.problem.movable if m.sector in open_sectors)
        found: Counter[tuple[int, str]] = Counter()
        for (county, reach, sector), n in apt.items():
            for i, spot in enumerate(self.spots):
                if spot.within(reach) and county in ("", spot.county):
                    found[i, sector] += n
        return dict(found)

    def _lacks(self) -> dict[str, int]:
        """Area → members without a seat, each counted once: in the smallest area that lacks it."""
        own: dict[str, int] = {}
        cities = {county.code: county.city for county in self.problem.counties}
        for reach, lack in shortages(self.problem).items():
            inner = sum(n for other, n in own.items() if reach == "" or (cities.get(other) == reach and other != reach))
            if lack > inner:
                own[reach] = lack - inner
        return own

    def _rooms(self) -> dict[str, int]:
        """County, and "" for the whole → how many new studios could still find their least of members."""
        free, found = seats(self.problem), {}
        able = Counter(member.reach for member in self.problem.movable)
        for county in self.problem.counties:
            there = able[county.code] + able[""] + (able[county.city] if county.city else 0)
            needed = sum(free[s.code][0] for s in self.problem.studios if s.spot.county == county.code)
            found[county.code] = max(0, there - needed) // NEW.least
        found[""] = max(0, len(self.problem.movable) - sum(least for least, _ in free.values())) // NEW.least
        return found

    @property
    def points(self) -> float:
        """All gaps together."""
        weights = self.problem.weights
        without = sum(1 for member in self.problem.movable if member.sector in self.sectors)
        return (
            weights.other_sector * without
            + weights.township * len(self.townships)
            + weights.sector * len(self.sectors)
            + weights.far_member * sum(crowd.size for crowd in self.crowds)
            + weights.seat * sum(self.lacks.values())
        )


class Closing:
    """Gaps being closed, site by site."""

    def __init__(self, gaps: Gaps) -> None:
        self.gaps, self.problem, self.weights = gaps, gaps.problem, gaps.problem.weights
        self.townships = set(gaps.townships)
        self.crowds = set(range(len(gaps.crowds)))
        self.sectors = list(gaps.sectors)
        self.lacks = dict(gaps.lacks)
        self.rooms = dict(gaps.rooms)
        self.sites: list[Site] = []
        self.by_site: dict[int, list[int]] = {}
        for number, crowd in enumerate(gaps.crowds):
            for i in crowd.near:
                self.by_site.setdefault(i, []).append(number)

    def allowed(self, i: int) -> bool:
        """Whether one more studio there would find members."""
        return self.rooms[""] > 0 and self.rooms[self.problem.townships[i].county] > 0

    def apt(self, i: int) -> tuple[str, ...]:
        """The open sectors that a studio there would best take in."""
        near = self.gaps.near_sector
        found = sorted((s for s in self.sectors if near.get((i, s))), key=lambda s: (-near[i, s], s))
        return tuple(found[: self.weights.sectors_a_studio])

    def gain(self, i: int, sectors: tuple[str, ...]) -> float:
        """Points that a studio there would close now."""
        weights = self.weights
        people = sum(self.gaps.crowds[n].size for n in self._crowds(i))
        worth = sum(sector_worth(self.gaps, i, sector) for sector in sectors if sector in self.sectors)
        town = weights.township if i in self.townships else 0.0
        return town + weights.far_member * people + worth + weights.seat * sum(self._seats(i).values())

    def _crowds(self, i: int) -> list[int]:
        return [n for n in self.by_site.get(i, ()) if n in self.crowds]

    def _seats(self, i: int) -> dict[str, int]:
        """Which lacks its seats would fill, small areas first."""
        left, filled = NEW.most, {}
        for reach, lack in self.lacks.items():
            if left and self.gaps.spots[i].within(reach):
                filled[reach] = min(left, lack)
                left -= filled[reach]
        return filled

    def open(self, i: int, sectors: tuple[str, ...]) -> None:
        """Build it: close what it closes, and keep why."""
        township, gain, reasons = self.problem.townships[i], self.gain(i, sectors), self._reasons(i, sectors)
        self.sites.append(Site(township.code, tuple(s for s in sectors if s in self.sectors), gain, reasons))
        for reach, n in self._seats(i).items():
            self.lacks[reach] -= n
        self.crowds -= set(self._crowds(i))
        self.townships.discard(i)
        self.sectors = [sector for sector in self.sectors if sector not in sectors]
        self.rooms[""] -= 1
        self.rooms[township.county] -= 1

    def _reasons(self, i: int, sectors: tuple[str, ...]) -> tuple[Reason, ...]:
        found, names = [], {sector.code: sector.name for sector in self.problem.sectors}
        if i in self.townships:
            found.append(Reason("closes_township", {"name": self.problem.townships[i].name}))
        for sector in sectors:
            if sector in self.sectors:
                n = self.gaps.near_sector[i, sector]
                found.append(Reason("closes_sector", {"name": names[sector], "n": n}))
        if people := sum(self.gaps.crowds[n].size for n in self._crowds(i)):
            found.append(Reason("closes_far", {"n": people}))
        for reach, n in self._seats(i).items():
            if n:
                found.append(Reason("closes_seats", {"name": area(self.problem, reach), "n": n}))
        return tuple(found)

    def left(self) -> tuple[Reason, ...]:
        """What stays open."""
        problem = self.problem
        homes = {c.code: c.name for c in problem.counties} | {t.code: t.name for t in problem.townships}
        names = {sector.code: sector.name for sector in problem.sectors}
        found = [Reason("township_uncovered", {"name": problem.townships[i].name}) for i in sorted(self.townships)]
        found += [Reason("sector_uncovered", {"name": names[sector]}) for sector in self.sectors]
        far: Counter[str] = Counter()
        for number in self.crowds:
            far[self.gaps.crowds[number].home] += self.gaps.crowds[number].size
        found += [
            Reason("members_far", {"name": homes.get(home) or area(problem, ""), "n": n})
            for home, n in sorted(far.items())
        ]
        lacking = {reach: n for reach, n in self.lacks.items() if n}
        return (*found, *(Reason("no_seat", {"name": area(problem, reach), "n": n}) for reach, n in lacking.items()))


def sector_worth(gaps: Gaps, i: int, sector: str) -> float:
    """Points for a sector's first studio there: the gap itself, and each of its members in the county."""
    weights = gaps.problem.weights
    return weights.sector + weights.other_sector * gaps.near_sector[i, sector]
