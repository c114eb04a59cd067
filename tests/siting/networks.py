"""Small networks to lay out: two counties of one city, three townships."""

from typing import Any

from lianxinqiao.siting import County, Member, Problem, Sector, Spot, Studio, Township, Weights

COUNTIES = (County("A", "甲县", "C"), County("B", "乙县", "C"))
TOWNSHIPS = (Township("A1", "东镇", "A"), Township("A2", "西镇", "A"), Township("B1", "南镇", "B"))
SECTORS = (Sector("art", "文艺界"), Sector("farm", "农业界"))
PLACES = {t.code: Spot("C", t.county, t.code) for t in TOWNSHIPS}


def at(township: str, village: str = "") -> Spot:
    """A spot in one of the townships."""
    home = PLACES[township]
    return Spot(home.city, home.county, township, village and f"{township}{village}")


def member(code: str, township: str = "A1", studio: str = "", **told: Any) -> Member:
    """A member bound to their county."""
    told = {"spot": at(township), "reach": PLACES[township].county, "studio": studio, **told}
    return Member(code, f"委员{code}", **told)


def studio(code: str, township: str = "A1", least: int = 0, most: int = 9, **told: Any) -> Studio:
    """A studio that serves its township."""
    told = {"spot": at(township), "townships": frozenset({township}), **told}
    return Studio(code, f"工作室{code}", least=least, most=most, **told)


def problem(members: list[Member], studios: list[Studio], **told: Any) -> Problem:
    """The whole; nothing has to be covered unless it is told."""
    told = {"counties": COUNTIES, "townships": TOWNSHIPS, "sectors": (), "weights": Weights(), **told}
    return Problem(members=tuple(members), studios=tuple(studios), **told)
