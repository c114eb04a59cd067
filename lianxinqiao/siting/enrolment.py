"""Which members should enrol where: a proposal that proves how far from the best it can be."""

import time
from collections.abc import Iterable
from importlib.util import find_spec

from django.utils.translation import gettext as _

from lianxinqiao.base.errors import Refused
from lianxinqiao.siting.checks import check
from lianxinqiao.siting.costs import Costs, standing_of
from lianxinqiao.siting.filling import fill
from lianxinqiao.siting.reasons import changes
from lianxinqiao.siting.values import Layout, Problem, Proposal, Standing
from lianxinqiao.siting.values import gap as gap_of


def propose_enrolment(problem: Problem, *, seconds: float = 60, gap: float = 0.01) -> Proposal:
    """The cheapest layout found in `seconds`, with the bound that proves how good it is.

    Everybody at work is placed within reach, each studio between its least and its most. The same problem gets the
    same answer as long as the time is enough. Today's layout stays where nothing cheaper is found. `finished` says
    whether `gap` (a share) was reached; when time runs out the best found is returned. Refused where something
    unknown is named, where there is no room, and where the solver is not installed.
    """
    began = time.perf_counter()
    installed()
    asked(seconds, gap)
    check(problem)
    from lianxinqiao.siting import network  # noqa: PLC0415 -- loads numpy and HiGHS

    costs = Costs(problem)
    first = fill(costs)
    found, bound = network.solve(costs, first, until=began + seconds)
    layout, after = _best(costs, [problem.today, found, first])
    return _proposal(costs, layout, after, min(bound, after.objective), gap, time.perf_counter() - began)


def greedy(problem: Problem, *, bound: float = 0.0) -> Proposal:
    """The plain way for comparison: `bound` is what a solved proposal of the same problem proved. Needs no solver."""
    began = time.perf_counter()
    check(problem)
    costs = Costs(problem)
    layout = fill(costs)
    after = standing_of(costs, layout)
    return _proposal(costs, layout, after, bound, 0.0, time.perf_counter() - began)


def installed() -> None:
    """Refused where HiGHS is missing."""
    if find_spec("highspy") is None:
        raise Refused(_("这台服务器没有安装布局求解器：请管理员安装可选组件 opt（highspy）后再试。"))


def asked(seconds: float, gap: float) -> None:
    """Refused where a limit makes no sense."""
    if not 0 < seconds <= 86_400 or not 0 <= gap < 1:
        raise Refused(_("求解时限应大于零秒，允许的差距应在0到1之间。"), field="seconds")


def _best(costs: Costs, layouts: Iterable[Layout]) -> tuple[Layout, Standing]:
    """The cheapest sound layout, the first among equals."""
    best: tuple[Layout, Standing] | None = None
    for layout in layouts:
        stands = standing_of(costs, layout)
        if stands.sound and (best is None or stands.objective < best[1].objective - 1e-6):
            best = layout, stands
    if best is None:
        raise RuntimeError("no sound layout though checks.check passed")
    return best


def _proposal(costs: Costs, layout: Layout, after: Standing, bound: float, gap: float, seconds: float) -> Proposal:
    problem = costs.problem
    before = standing_of(costs, problem.today)
    placed = {m.code: layout[m.code] for m in problem.movable}
    return Proposal(
        layout=placed,
        changes=changes(costs, placed, before, after),
        before=before,
        after=after,
        bound=bound,
        waiting=tuple(m.code for m in problem.members if m.on_leave and not m.studio),
        finished=gap_of(after.objective, bound) <= gap + 1e-9,
        seconds=seconds,
    )
