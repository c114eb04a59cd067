"""Where the next studios would close most gaps."""

import time

from django.utils.translation import gettext as _

from lianxinqiao.base.errors import Refused
from lianxinqiao.siting.checks import check_register
from lianxinqiao.siting.enrolment import asked, installed
from lianxinqiao.siting.gaps import Closing, Gaps
from lianxinqiao.siting.values import Choice, Problem, Sites


def propose_studios(problem: Problem, k: int, *, seconds: float = 60, gap: float = 0.01) -> Sites:
    """Townships for at most k new studios that close most points of gaps, the most useful first.

    Gaps are: townships and sectors that no studio serves, members at work without a studio near, members for whom
    there is no seat. A new studio serves its township and takes in `sectors_a_studio` sectors; none is proposed
    where it would not find its least of members, or close nothing. Works before there is any studio. Refused as
    `propose_enrolment` is, but for lacking seats: those are what it is asked about.
    """
    began = time.perf_counter()
    installed()
    asked(seconds, gap)
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= 1_000:
        raise Refused(_("新建工作室的数量应在1到1000之间。"), field="k")
    check_register(problem)
    if not problem.townships:
        raise Refused(_("区划名单里没有镇街，无处选址：请先导入区划。"), field="townships")
    if not problem.movable:
        raise Refused(_("没有可以安排的在职委员：请先导入委员名册。"), field="members")
    from lianxinqiao.siting import covering  # noqa: PLC0415 -- loads numpy and HiGHS

    gaps = Gaps(problem)
    choice, bound = covering.solve(gaps, k, gap=gap, until=began + seconds)
    found = max(plain(gaps, k), _opened(gaps, choice), key=lambda closing: round(_gain(closing), 6))
    gain = _gain(found)
    bound = max(gain, min(bound, gaps.points))
    return Sites(
        sites=tuple(found.sites),
        gain=gain,
        bound=bound,
        gaps=gaps.points,
        open=found.left(),
        finished=bound - gain <= gap * bound + 1e-6,
        seconds=time.perf_counter() - began,
    )


def plain(gaps: Gaps, k: int) -> Closing:
    """The plain way: each time the township that closes most."""
    closing, left = Closing(gaps), set(range(len(gaps.spots)))
    for _number in range(k):
        able = [(-closing.gain(i, closing.apt(i)), i) for i in left if closing.allowed(i)]
        if not able or min(able)[0] >= 0:
            break
        i = min(able)[1]
        left.discard(i)
        closing.open(i, closing.apt(i))
    return closing


def _opened(gaps: Gaps, choice: Choice) -> Closing:
    """The studios of a choice, the most useful first; those that close nothing more are left out."""
    closing, left = Closing(gaps), dict(choice)
    while left:
        worth, i = min((-closing.gain(i, sectors), i) for i, sectors in left.items())
        if worth >= 0:
            break
        closing.open(i, left.pop(i))
    return closing


def _gain(closing: Closing) -> float:
    return sum(site.gain for site in closing.sites)
