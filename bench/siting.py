"""How good a layout the solver proves, how fast, and how far a plain greedy is from it: a city and a province.

python -m bench.siting [--only city]
"""

import argparse
import os
import random
import resource

from bench.figures import Figure, store
from lianxinqiao.config import sqlite
from lianxinqiao.siting import (
    County,
    Member,
    Point,
    Problem,
    Proposal,
    Sector,
    Sites,
    Spot,
    Studio,
    Township,
    greedy,
    propose_enrolment,
    propose_studios,
)

SKILLS = ["农业", "教育", "医疗", "法律", "企业", "文化", "科技", "旅游", "金融", "环保", "民政", "水利"]
WHAT = """\
Invented networks of the size of Shangluo (7 counties, 98 townships, 92 studios, 1,100 members) and of a province (107
counties in 11 cities, 1,300 townships, 3,000 studios, 40,000 members). People crowd in the county towns while studios
are spread out; four of five members may only enter studios of their county, the others those of their city, one in
fifty of the province any; a third of today's enrolments lie in another county or none, a few studios are overfull, a
few nearly empty, 3 % of the members have none, 2 % are on leave. *Gap* is (objective - proven bound) / objective. The
greedy places everybody in the cheapest studio with room, then fills and covers; its gap is held against the same
bound. *Points* is the city once more with coordinates for everybody. One thread; what time is told is wall time."""


class Land:
    """A network made by seed."""

    def __init__(self, seed: int, *, cities: int, counties: int, townships: int, points: bool = False) -> None:
        self.rng = random.Random(seed)
        self.points = points
        self.counties = [County(f"k{n:03}", f"第{n}县", f"c{n % cities:02}") for n in range(counties)]
        self.townships = [Township(f"t{n:04}", f"第{n}镇", f"k{n % counties:03}") for n in range(townships)]
        self.sectors = [Sector(f"s{n:02}", f"第{n}界别") for n in range(34)]
        self.inside = {c.code: [t for t in self.townships if t.county == c.code] for c in self.counties}
        seats = {c.code: (109 + self.rng.random() * 2, 33 + self.rng.random() * 1.5) for c in self.counties}
        self.middle = {t.code: self._around(seats[t.county], 0.2) for t in self.townships}

    def _around(self, middle: tuple[float, float], degrees: float) -> tuple[float, float]:
        east, north = middle
        return east + self.rng.uniform(-degrees, degrees), north + self.rng.uniform(-degrees, degrees)

    def spot(self, township: Township) -> Spot:
        """Somewhere in a township."""
        city = next(c.city for c in self.counties if c.code == township.county)
        point = Point(*self._around(self.middle[township.code], 0.05)) if self.points else None
        village = f"{township.code}v{self.rng.randrange(12)}"
        return Spot(city, township.county, township.code, village, point)

    def studio(self, number: int) -> Studio:
        """A studio: three of ten for sectors, the others for townships."""
        rng, home = self.rng, self.townships[number % len(self.townships)]
        sectors, towns = frozenset[str](), frozenset[str]()
        if rng.random() < 0.3:
            sectors = frozenset(s.code for s in rng.sample(self.sectors, rng.choice([1, 2, 3])))
        else:
            near = self.inside[home.county]
            towns = frozenset({home.code, *(t.code for t in rng.sample(near, min(2, len(near))))})
        most = rng.choice([10, 12, 15, 20, 30])
        return Studio(f"S{number:04}", f"第{number}室", self.spot(home), towns, sectors, 5, most)

    def member(self, number: int, studios: list[Studio], top: float) -> Member:
        """A member, half of all at home in the county's first two townships."""
        rng = self.rng
        near = self.inside[rng.choice(self.counties).code]
        spot = self.spot(rng.choice(near[:2] if rng.random() < 0.5 else near))
        drawn = rng.random()
        reach = "" if drawn < top else spot.city if drawn < 0.2 else spot.county
        sector = self.sectors[min(33, int(rng.expovariate(0.08)))].code
        skill = SKILLS[min(len(SKILLS) - 1, int(rng.expovariate(0.35)))]
        today = self._today(spot, reach, studios) if rng.random() > 0.03 else ""
        return Member(f"M{number:05}", f"第{number}号", spot, reach, sector, skill, today, bool(rng.random() < 0.02))

    def _today(self, spot: Spot, reach: str, studios: list[Studio]) -> str:
        home = spot.county if self.rng.random() < 0.67 else spot.city
        found = [s.code for s in studios if s.spot.within(home) and s.spot.within(reach)]
        return self.rng.choice(found) if found else ""

    def problem(self, studios: int, members: int, top: float = 0.0) -> Problem:
        """The whole."""
        all_studios = [self.studio(n) for n in range(studios)]
        people = [self.member(n, all_studios, top) for n in range(members)]
        lists = (self.counties, self.townships, self.sectors, people, all_studios)
        return Problem(*(tuple(each) for each in lists))  # type: ignore[arg-type]


def city(*, points: bool = False) -> Problem:
    """Of the size of Shangluo."""
    return Land(4, cities=1, counties=7, townships=98, points=points).problem(92, 1_100)


def province() -> Problem:
    """Of the size of a province."""
    return Land(4, cities=11, counties=107, townships=1_300).problem(3_000, 40_000, top=0.02)


def told(name: str, words: str, solved: Proposal, plain: Proposal, *, seconds: float, gap: float) -> list[Figure]:
    """The figures of one network."""
    return [
        Figure(f"{name}_gap", f"{words}: proven gap", solved.gap * 100, "%", at_most=gap),
        Figure(f"{name}_s", f"{words}: seconds", solved.seconds, "s", at_most=seconds),
        Figure(f"{name}_greedy_gap", f"{words}: the greedy's gap", plain.gap * 100, "%"),
        Figure(f"{name}_greedy_s", f"{words}: the greedy's seconds", plain.seconds, "s"),
        Figure(f"{name}_moves", f"{words}: members proposed to change", len(solved.changes)),
        Figure(f"{name}_greedy_moves", f"{words}: the greedy's changes", len(plain.changes)),
    ]


def sites(name: str, words: str, found: Sites) -> list[Figure]:
    """The figures of new studios."""
    return [
        Figure(f"{name}_sites_gap", f"{words}, the next studios: proven gap", found.gap * 100, "%", at_most=1),
        Figure(f"{name}_sites_s", f"{words}, the next studios: seconds", found.seconds, "s"),
    ]


def of(name: str, words: str, problem: Problem, *, k: int, seconds: float, gap: float) -> list[Figure]:
    """Solve one network both ways, and ask for k new studios."""
    solved = propose_enrolment(problem, seconds=seconds, gap=gap / 100)
    plain = greedy(problem, bound=solved.bound)
    found = propose_studios(problem, k, seconds=seconds, gap=0.01)
    return told(name, words, solved, plain, seconds=seconds, gap=gap) + sites(name, f"{words} +{k}", found)


def main() -> None:
    """Measure, print and store."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", choices=["city", "province"], help="print one, store nothing")
    only = asked.parse_args().only
    rows = []
    if only != "province":
        rows += of("city", "City", city(), k=5, seconds=5, gap=1)
        rows += of("points", "Points", city(points=True), k=5, seconds=5, gap=1)
    if only != "city":
        rows += of("province", "Province", province(), k=20, seconds=600, gap=2)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(Figure("memory", "Most memory of all", memory, "MiB"))
    if only:
        for row in rows:
            print(f"{row.words:50} {row.value:10.3f} {row.unit} {row.aim} {row.verdict}")
    else:
        store("siting", WHAT, rows)


if __name__ == "__main__":
    sqlite.alias()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")
    import django

    django.setup()  # for the words of refusals
    main()
