"""A whole network solved: cut into blocks, each solved, the bound held against all of it.

Imported only when something is solved: it loads numpy and HiGHS.
"""

import time
from collections import Counter
from collections.abc import Iterable

import numpy as np

from lianxinqiao.siting import program
from lianxinqiao.siting.costs import Costs
from lianxinqiao.siting.program import Block, Prices, Rows, Solved, Table
from lianxinqiao.siting.values import Layout, Problem


def solve(costs: Costs, start: Layout, *, until: float) -> tuple[dict[str, str], float]:
    """(layout, proven bound). `start` is a sound layout: it says which block takes those who may enter several."""
    blocks = _blocks(costs.problem)
    table = Table(costs, start, blocks)
    prices = Prices(table)
    layout, bounds = dict(start), [prices.bound()]
    numbers = sorted(set(blocks.values()))
    shares = _shares(table, blocks)
    for done, number in enumerate(numbers):
        now = time.perf_counter()
        studios = np.array([i for i, s in enumerate(costs.studios) if blocks[s.code] == number])
        if not (table.block == number).any() or now >= until:
            continue
        block = Block(table, prices, number, studios, shares[number])
        solved = program.solve(block, now + (until - now) / (len(numbers) - done))
        if solved is not None:
            layout.update(_placed(table, solved))
            if len(numbers) == 1 and solved.bound is not None:
                bounds.append(solved.bound)
    return layout, max(*bounds, *_bounds(prices))


def _bounds(prices: Prices) -> list[float]:
    """The bound at the prices found, with and without those of rows that reach over several blocks."""
    found = [prices.bound()]
    if prices.town.any() or prices.kind.any():
        prices.town[:], prices.kind[:] = 0, 0
        found.append(prices.bound())
    return found


def _blocks(problem: Problem) -> dict[str, int]:
    """Studio → block: the whole, or a city, or a county, so that no block has too many members."""
    whole = dict.fromkeys((studio.code for studio in problem.studios), "")
    by_city = {studio.code: studio.spot.city for studio in problem.studios}
    by_county = {studio.code: studio.spot.county or studio.spot.city for studio in problem.studios}
    for cut in (whole, by_city, by_county):
        names = {name: number for number, name in enumerate(sorted(set(cut.values())))}
        if len(problem.movable) <= program.BLOCK * len(names) or cut is by_county:
            break
    return {code: names[name] for code, name in cut.items()}


def _shares(table: Table, blocks: dict[str, int]) -> dict[int, Rows]:
    """Block → coverage rows: a row goes to the block where most of those who could cover it are."""
    number = [blocks[studio.code] for studio in table.costs.studios]
    shares: dict[int, Rows] = {each: ([], []) for each in set(number)}
    for row, serving in enumerate(table.towns):
        shares[_most(number[i] for i in serving)][0].append(row)
    for row, (sector, serving) in enumerate(table.kinds):
        apt = Counter(int(block) for block in table.block[table.sector == sector])
        shares[max((number[i] for i in serving), key=lambda each: (apt[each], -each))][1].append(row)
    return shares


def _most(numbers: Iterable[int]) -> int:
    counted = Counter(numbers)
    return max(counted, key=lambda each: (counted[each], -each))


def _placed(table: Table, solved: Solved) -> dict[str, str]:
    """Member → studio: of a group the first by code go first, to the studios by order; nobody is told apart."""
    studios, placed = table.costs.studios, {}
    taken: Counter[int] = Counter()
    for group, studio, amount in sorted(solved.flows):
        first = taken[group]
        taken[group] += amount
        for member in table.groups[group][first : first + amount]:
            placed[member.code] = studios[studio].code
    return placed
