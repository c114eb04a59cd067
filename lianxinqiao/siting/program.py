"""The enrolment as a linear program for HiGHS, solved in blocks with columns made as they are needed.

Members who cost the same everywhere (home, reach, sector, expertise, today's studio) are one group; `x[g, s]` of
them go to studio s. Without the coverage rows this is a flow (group → studio and expertise → studio), so its
corners are whole numbers; the few that are not go through branch and bound.

Only cheap columns are in the program. After each solve its prices are held against every group and every studio
(`Prices.bound`): columns that would pay enter, and the same sum is a proven lower bound of the whole network –
Lagrangian, so it holds for any prices, however they were found, and adds up over blocks.

Imported only when something is solved: it loads numpy and HiGHS.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from lianxinqiao.siting import highs
from lianxinqiao.siting.checks import seats
from lianxinqiao.siting.costs import BEYOND, EARTH, Costs
from lianxinqiao.siting.values import Layout, Member, Spot

Array = np.ndarray[Any, Any]
Rows = tuple[list[int], list[int]]
"""Coverage rows by number: townships, sectors."""
FIRST = 8  # cheapest columns of a group to begin with
MORE = 4  # columns that a group may add in a round
CHUNK = 2_000_000  # cells priced at once
BLOCK = 6_000  # members in a block; above it the network is cut by city, then by county
TINY = 1e-7
FULL = 60_000  # columns up to which the last integer program may have all that could matter


class Map:
    """Spots in arrays: what costs.steps says of two, said of many at once."""

    def __init__(self, spots: list[Spot], numbers: dict[str, int]) -> None:
        named = [[numbers.setdefault(code, len(numbers)) for code in (s.county, s.township, s.village)] for s in spots]
        self.county, self.township, self.village = np.array(named).T
        points = [(s.point.longitude, s.point.latitude) if s.point else (np.nan, np.nan) for s in spots]
        self.east, self.north = np.radians(np.array(points)).T

    def steps(self, mine: Array, other: "Map", its: Array, metres: float) -> Array:
        """Steps from spots of this map to those of another; code 0 is no code."""
        county, township = self.county[mine], self.township[mine]
        village = self.village[mine]
        near = (county == other.county[its]) & (county > 0)
        same = near & (township == other.township[its]) & (township > 0)
        home = same & (village == other.village[its]) & (village > 0)
        tree = BEYOND - near - same.astype(float) - home
        if np.isnan(self.east).all() or np.isnan(other.east).all():
            return np.asarray(tree)
        south, north = self.north[mine], other.north[its]
        east = other.east[its] - self.east[mine]
        half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin(east / 2) ** 2
        way = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(1.0, half))) / metres
        return np.asarray(np.where(np.isnan(way), tree, way))


class Table:
    """The problem in arrays: groups × studios."""

    def __init__(self, costs: Costs, start: Layout, block_of: dict[str, int]) -> None:
        problem, self.costs, self.weights = costs.problem, costs, costs.weights
        self.studios = len(costs.studios)
        gathered: dict[tuple[Spot, str, str, str, str, int], list[Member]] = defaultdict(list)
        for m in problem.movable:
            gathered[m.spot, m.reach, m.sector, m.expertise, m.studio, block_of[start[m.code]]].append(m)
        self.groups = [sorted(members, key=lambda m: m.code) for members in gathered.values()]
        keys = list(gathered)
        self.size = np.array([len(members) for members in self.groups], dtype=float)
        self.reach = [key[1] for key in keys]
        self.block = np.array([key[5] for key in keys])
        self.today = np.array([costs.index.get(key[4], -1) for key in keys])
        self.spot, spots = _numbered([key[0] for key in keys])
        self.sector, sectors = _numbered([key[2] for key in keys])
        self.skill, self.skills = _numbered([key[3] for key in keys])
        self.skilled = np.array([bool(skill) for skill in self.skills])
        codes = {"": 0}
        self.homes, self.seats = Map(spots, codes), Map([studio.spot for studio in costs.studios], codes)
        self.other = np.array([[costs.other_sector(sector, s) for s in costs.studios] for sector in sectors])
        free = seats(problem)
        self.least = np.array([free[s.code][0] for s in costs.studios], dtype=float)
        self.most = np.array([free[s.code][1] for s in costs.studios], dtype=float)
        self.start = [[costs.index[start[m.code]] for m in members] for members in self.groups]
        self._covers(sectors)

    def _covers(self, sectors: list[str]) -> None:
        """Townships and sectors that a layout can leave uncovered: a row each, with the studios that serve it."""
        costs, hopeless = self.costs, self.costs.hopeless
        self.towns = []
        for township in costs.problem.townships:
            serving = [i for i, s in enumerate(costs.studios) if township.code in s.townships]
            if township.code not in hopeless[0] and not any(self.least[i] >= 1 for i in serving):
                self.towns.append(np.array(serving))
        known = {sector: i for i, sector in enumerate(sectors)}
        self.kinds = []
        for sector in costs.problem.sectors:
            if sector.code not in hopeless[1]:
                serving = [i for i, s in enumerate(costs.studios) if sector.code in s.sectors]
                self.kinds.append((known[sector.code], np.array(serving)))

    def cost(self, groups: Array, studios: Array) -> Array:
        """Cost of one member of a group in a studio, as the two arrays broadcast."""
        moved = (self.today[groups] != studios) & (self.today[groups] >= 0)
        ways = self.homes.steps(self.spot[groups], self.seats, studios, self.weights.metres_a_step)
        plain = self.weights.near * ways + self.other[self.sector[groups], studios]
        return np.asarray(plain + self.weights.change * moved)

    def by_reach(self, groups: Array) -> Iterator[tuple[Array, Array]]:
        """The groups in portions of one reach, each with the studios that it allows."""
        reaches: dict[str, list[int]] = defaultdict(list)
        for group in groups:
            reaches[self.reach[group]].append(int(group))
        for reach, mine in reaches.items():
            studios = np.array(self.costs.within(reach))
            for at in range(0, len(mine), max(1, CHUNK // len(studios))):
                yield np.array(mine[at : at + max(1, CHUNK // len(studios))]), studios


def _numbered(values: list[Any]) -> tuple[Array, list[Any]]:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values]), list(known)


class Prices:
    """What a seat, one more of an expertise, and a first member cost or are worth; any prices prove a bound."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.seat = np.zeros(table.studios)
        self.alike = np.zeros((table.studios, len(table.skills)))
        self.town = np.zeros(len(table.towns))
        self.kind = np.zeros(len(table.kinds))

    def reduced(self, groups: Array, studios: Array) -> Array:
        """Cost of one member of each group in each studio, at these prices."""
        table = self.table
        seat = self.seat.copy()
        for price, serving in zip(self.town, table.towns, strict=True):
            seat[serving] -= price
        cells = (
            table.cost(groups[:, None], studios[None, :])
            + seat[studios]
            + self.alike[studios][:, table.skill[groups]].T
        )
        for price, (sector, serving) in zip(self.kind, table.kinds, strict=True):
            if price:
                cells[np.ix_(table.sector[groups] == sector, np.isin(studios, serving))] -= price
        return np.asarray(cells)

    def rest(self) -> float:
        """What the bound has besides the groups' cheapest cells."""
        table = self.table
        seats = np.where(self.seat > 0, self.seat * table.most, self.seat * table.least).sum()
        alike = self.alike.sum() * table.weights.alike
        return float(self.town.sum() + self.kind.sum() - seats - alike)

    def bound(self) -> float:
        """No layout costs less than this."""
        cheapest = 0.0
        for groups, studios in self.table.by_reach(np.arange(len(self.table.groups))):
            cheapest += float(self.table.size[groups] @ self.reduced(groups, studios).min(axis=1))
        return cheapest + self.rest()


@dataclass
class Solved:
    """A block's answer: (group, studio, how many), and what branch and bound proved of the block beyond its prices."""

    flows: list[tuple[int, int, int]]
    bound: float | None


class Block:
    """The program of one block: its groups, the studios they may enter there, its share of the coverage rows."""

    def __init__(self, table: Table, prices: Prices, number: int, studios: Array, rows: Rows) -> None:
        self.table, self.prices = table, prices
        self.groups = np.flatnonzero(table.block == number)
        self.studios, (self.towns, self.kinds) = studios, rows
        self.here = np.full(table.studios, -1)
        self.here[studios] = np.arange(len(studios))
        self.row_of = np.full(len(table.groups), -1)
        self.row_of[self.groups] = np.arange(len(self.groups))
        self._pairs()
        self.columns = np.zeros((0, 2), dtype=int)
        self.known: set[int] = set()
        self.rows_before = len(self.groups) + len(studios)

    def _pairs(self) -> None:
        """Which (studio, expertise) can be overfull: more who may enter than are free."""
        table = self.table
        many = np.zeros((len(self.studios), len(table.skills)))
        for groups, studios in table.by_reach(self.groups):
            inside = self.here[studios]
            count = np.bincount(table.skill[groups], weights=table.size[groups], minlength=len(table.skills))
            many[inside[inside >= 0]] += count
        self.pair = np.full(many.shape, -1)
        overfull = (many > table.weights.alike) & table.skilled[None, :] & (table.weights.spread > 0)
        self.pair[overfull] = np.arange(int(overfull.sum()))
        self.pairs = int(overfull.sum())

    def inside(self, groups: Array) -> Iterator[tuple[Array, Array]]:
        """The groups in portions, each with the studios of this block that they may enter."""
        for mine, studios in self.table.by_reach(groups):
            yield mine, studios[self.here[studios] >= 0]

    def first_columns(self) -> Array:
        """Today's, those of the start, and the cheapest of each group."""
        table, found = self.table, []
        for group in self.groups:
            found += [(int(group), studio) for studio in table.start[group]]
        for groups, studios in self.inside(self.groups):
            cells = table.cost(groups[:, None], studios[None, :])
            order = np.argsort(cells, axis=1, kind="stable")[:, :FIRST]
            found += [(int(g), int(studios[c])) for g, row in zip(groups, order, strict=True) for c in row]
            allowed = set(studios.tolist())
            found += [(int(g), int(table.today[g])) for g in groups if int(table.today[g]) in allowed]
        return self._new(found)

    def _new(self, found: list[tuple[int, int]]) -> Array:
        fresh = []
        for group, studio in found:
            key = group * self.table.studios + studio
            if key not in self.known:
                self.known.add(key)
                fresh.append((group, studio))
        return np.array(fresh, dtype=int).reshape(-1, 2)

    def paying(self, below: float = -TINY, more: int = MORE) -> Array:
        """Columns that would pay at the present prices."""
        found: list[tuple[int, int]] = []
        for groups, studios in self.inside(self.groups):
            cells = self.prices.reduced(groups, studios) - self.worth[self.row_of[groups], None]
            order = np.argsort(cells, axis=1, kind="stable")[:, :more]
            rows, places = np.nonzero(np.take_along_axis(cells, order, axis=1) < below)
            found += [(int(groups[r]), int(studios[order[r, p]])) for r, p in zip(rows, places, strict=True)]
        return self._new(found)

    def build(self) -> None:
        """Pass the rows, and the columns that are not flows, to HiGHS."""
        table, weights = self.table, self.table.weights
        inf = highspy.kHighsInf
        self.solver = highs.quiet()
        sizes, seats = table.size[self.groups], self.studios
        lower = [sizes, table.least[seats], np.full(self.pairs, -inf), np.ones(len(self.towns) + len(self.kinds))]
        upper = [sizes, table.most[seats], np.full(self.pairs, float(weights.alike))]
        upper.append(np.full(len(self.towns) + len(self.kinds), inf))
        low, high = np.concatenate(lower), np.concatenate(upper)
        none = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(low), low, high, 0, np.zeros(len(low), dtype=np.int32), none, np.zeros(0))
        extra = self.pairs + len(self.towns) + len(self.kinds)
        cost = np.concatenate(
            [
                np.full(self.pairs, weights.spread),
                np.full(len(self.towns), weights.township),
                np.full(len(self.kinds), weights.sector),
            ]
        )
        sign = np.concatenate([-np.ones(self.pairs), np.ones(len(self.towns) + len(self.kinds))])
        index = np.arange(extra, dtype=np.int32) + self.rows_before
        self.extra = extra
        starts = np.arange(extra, dtype=np.int32)
        self.solver.addCols(extra, cost, np.zeros(extra), np.full(extra, inf), extra, starts, index, sign)

    def add(self, columns: Array) -> None:
        """Pass more columns."""
        table = self.table
        groups, studios = columns[:, 0], columns[:, 1]
        at, own = np.arange(len(columns)), self.here[studios]
        parts = [(at, self.row_of[groups]), (at, len(self.groups) + own)]
        pair = self.pair[own, table.skill[groups]]
        parts.append((at[pair >= 0], self.rows_before + pair[pair >= 0]))
        row = self.rows_before + self.pairs
        for number, town in enumerate(self.towns):
            mine = at[np.isin(studios, table.towns[town])]
            parts.append((mine, np.full(len(mine), row + number)))
        row += len(self.towns)
        for number, kind in enumerate(self.kinds):
            sector, serving = table.kinds[kind]
            mine = at[(table.sector[groups] == sector) & np.isin(studios, serving)]
            parts.append((mine, np.full(len(mine), row + number)))
        cols, rows = (np.concatenate(each) for each in zip(*parts, strict=True))
        order = np.lexsort((rows, cols))
        starts = np.concatenate([[0], np.cumsum(np.bincount(cols, minlength=len(columns)))[:-1]])
        n, inf, cost = len(columns), highspy.kHighsInf, table.cost(groups, studios)
        index, ones = rows[order].astype(np.int32), np.ones(len(rows))
        self.solver.addCols(n, cost, np.zeros(n), np.full(n, inf), len(rows), starts.astype(np.int32), index, ones)
        self.columns = np.concatenate([self.columns, columns])

    def learn(self) -> None:
        """Take over the prices of the last solve, where they can prove something."""
        weights = self.table.weights
        dual = np.array(self.solver.getSolution().row_dual)
        groups, row = len(self.groups), self.rows_before
        self.worth = dual[:groups]
        self.prices.seat[self.studios] = -dual[groups:row]
        own, skill = np.nonzero(self.pair >= 0)
        alike = np.clip(-dual[row + self.pair[own, skill]], 0, weights.spread)
        self.prices.alike[self.studios[own], skill] = alike
        row += self.pairs
        self.prices.town[self.towns] = np.clip(dual[row : row + len(self.towns)], 0, weights.township)
        row += len(self.towns)
        self.prices.kind[self.kinds] = np.clip(dual[row:], 0, weights.sector)


def solve(block: Block, until: float) -> Solved | None:
    """Solve a block until a moment of time.perf_counter; None if the time was not enough for a layout of its own."""
    block.build()
    block.add(block.first_columns())
    x, whole = _price_out(block, until)
    bound = None
    if x is not None and np.abs(x - np.round(x)).max(initial=0.0) > 1e-6:
        x, bound = _whole_numbers(block, until)
    if x is None:
        return None
    amounts = np.round(x).astype(int)
    used = np.flatnonzero(amounts)
    flows = [(int(block.columns[i, 0]), int(block.columns[i, 1]), int(amounts[i])) for i in used]
    return Solved(flows, bound if whole else None)


def _price_out(block: Block, until: float) -> tuple[Array | None, bool]:
    """Solve, add what pays, solve again: the last optimum, and whether nothing pays any more."""
    found: Array | None = None
    while (left := until - time.perf_counter()) > 0:
        block.solver.setOptionValue("time_limit", block.solver.getRunTime() + left)
        block.solver.run()
        if block.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        found = np.array(block.solver.getSolution().col_value)[block.extra :]
        block.learn()
        fresh = block.paying()
        if not len(fresh):
            return found, True
        block.add(fresh)
    return found, False


def _whole_numbers(block: Block, until: float) -> tuple[Array | None, float | None]:
    """Branch and bound: on all columns where there are not too many, which proves a bound; else on the cheap ones."""
    every = sum(len(groups) * len(studios) for groups, studios in block.inside(block.groups)) <= FULL
    worth = 2 * (block.table.weights.near + block.table.weights.change + block.table.weights.spread)
    fresh = block.paying(below=np.inf if every else worth, more=block.table.studios if every else 4 * MORE)
    if len(fresh):
        block.add(fresh)
    solver, n = block.solver, block.extra + len(block.columns)
    kind = np.full(n, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    solver.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kind)
    solver.setOptionValue("mip_rel_gap", 1e-9)
    solver.setOptionValue("mip_abs_gap", TINY)
    solver.setOptionValue("time_limit", solver.getRunTime() + max(1.0, until - time.perf_counter()))
    solver.run()
    info = solver.getInfo()
    bound = float(info.mip_dual_bound) if every else None
    if info.primal_solution_status != highs.FEASIBLE:
        return None, bound
    return np.array(solver.getSolution().col_value)[block.extra :], bound
