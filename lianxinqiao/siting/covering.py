"""Where to build, as an integer program for HiGHS. Imported only when something is solved: it loads numpy and HiGHS."""

import time
from typing import Any

import highspy
import numpy as np

from lianxinqiao.siting import highs
from lianxinqiao.siting.gaps import NEW, Gaps, sector_worth
from lianxinqiao.siting.values import Choice


class Program:
    """Rows and columns as they come."""

    def __init__(self) -> None:
        self.worth: list[float] = []
        self.most: list[float] = []
        self.whole: list[bool] = []
        self.rows: list[tuple[list[tuple[int, float]], float]] = []

    def column(self, worth: float, most: float = 1.0, *, whole: bool = True) -> int:
        """A quantity from 0 to `most`, worth so much each; its number."""
        self.worth.append(worth)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(self, terms: list[tuple[int, float]], most: float) -> None:
        """The sum of the terms is at most `most`."""
        self.rows.append((terms, most))

    def passed(self) -> Any:
        """A HiGHS that holds this program, to be maximised."""
        solver, n, inf = highs.quiet(), len(self.worth), highspy.kHighsInf
        none = np.zeros(0, dtype=np.int32)
        zeros, start = np.zeros(n), np.zeros(n, dtype=np.int32)
        solver.addCols(n, np.array(self.worth), zeros, np.array(self.most), 0, start, none, np.zeros(0))
        kinds = np.array([int(highspy.HighsVarType.kInteger if whole else 0) for whole in self.whole], dtype=np.uint8)
        solver.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kinds)
        starts = np.cumsum([0] + [len(terms) for terms, _ in self.rows])[:-1].astype(np.int32)
        index = np.array([at for terms, _ in self.rows for at, _ in terms], dtype=np.int32)
        value = np.array([by for terms, _ in self.rows for _, by in terms], dtype=float)
        high = np.array([most for _, most in self.rows], dtype=float)
        solver.addRows(len(high), np.full(len(high), -inf), high, len(index), starts, index, value)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return solver


def solve(gaps: Gaps, k: int, *, gap: float, until: float) -> tuple[Choice, float]:
    """(choice, proven upper bound of the gain); an empty choice if time ran out before one was found."""
    program, weights = Program(), gaps.problem.weights
    built = [program.column(weights.township if i in gaps.townships else 0.0) for i in range(len(gaps.spots))]
    taken = _sectors(program, gaps, built)
    _people(program, gaps, built)
    _seats(program, gaps, built)
    program.row([(column, 1.0) for column in built], min(k, gaps.rooms[""]))
    for county in gaps.problem.counties:
        inside = [built[i] for i, spot in enumerate(gaps.spots) if spot.county == county.code]
        program.row([(column, 1.0) for column in inside], gaps.rooms[county.code])
    solver = program.passed()
    solver.setOptionValue("mip_rel_gap", gap / 2)
    solver.setOptionValue("time_limit", max(0.1, until - time.perf_counter()))
    solver.run()
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status != highs.FEASIBLE:
        return [], bound
    value = np.round(np.array(solver.getSolution().col_value))
    sites = [i for i, column in enumerate(built) if value[column]]
    return [(i, tuple(s for s, column in taken.get(i, ()) if value[column])) for i in sites], bound


def _sectors(program: Program, gaps: Gaps, built: list[int]) -> dict[int, list[tuple[str, int]]]:
    """A studio takes in so many sectors; each sector counts once."""
    taken: dict[int, list[tuple[str, int]]] = {}
    once: dict[str, list[tuple[int, float]]] = {sector: [] for sector in gaps.sectors}
    for i, sector in sorted(gaps.near_sector):
        column = program.column(sector_worth(gaps, i, sector))
        taken.setdefault(i, []).append((sector, column))
        once[sector].append((column, 1.0))
    for i, columns in taken.items():
        terms = [(column, 1.0) for _, column in columns]
        program.row([*terms, (built[i], -float(gaps.problem.weights.sectors_a_studio))], 0.0)
        for _, column in columns:
            program.row([(column, 1.0), (built[i], -1.0)], 0.0)
    for terms in once.values():
        program.row(terms, 1.0)
    return taken


def _people(program: Program, gaps: Gaps, built: list[int]) -> None:
    """A crowd counts once a studio is near. It is whole by itself, so it need not be told to be."""
    for crowd in gaps.crowds:
        if crowd.near:
            column = program.column(gaps.problem.weights.far_member * crowd.size, whole=False)
            program.row([(column, 1.0), *((built[i], -1.0) for i in sorted(crowd.near))], 0.0)


def _seats(program: Program, gaps: Gaps, built: list[int]) -> None:
    """New seats fill the lacks of the areas that they lie in, each seat one."""
    columns = {r: program.column(gaps.problem.weights.seat, float(n), whole=False) for r, n in gaps.lacks.items()}
    cities = {county.code: county.city for county in gaps.problem.counties}
    for outer in columns:
        inner = [r for r in columns if outer in ("", r) or cities.get(r) == outer]
        seats = [(built[i], -float(NEW.most)) for i, spot in enumerate(gaps.spots) if spot.within(outer)]
        program.row([*((columns[r], 1.0) for r in inner), *seats], 0.0)
