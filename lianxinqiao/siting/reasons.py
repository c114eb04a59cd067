"""Why each change is proposed: what is better for this member, these two studios, the coverage – and what is worse."""

from collections import Counter

from lianxinqiao.siting.costs import Costs
from lianxinqiao.siting.values import Change, Layout, Member, Reason, Standing

DRAWBACKS = frozenset({"farther", "other_sector"})
"""Kinds of reasons that speak against a change."""


def changes(costs: Costs, layout: Layout, before: Standing, after: Standing) -> tuple[Change, ...]:
    """Every member whose studio is another than today's, with reasons; by code."""
    reader = _Reader(costs, layout, before, after)
    moved = (m for m in costs.problem.movable if layout[m.code] != m.studio)
    return tuple(
        Change(m.code, m.studio, layout[m.code], tuple(reader.reasons(m))) for m in sorted(moved, key=lambda m: m.code)
    )


class _Reader:
    """Holds two layouts beside each other."""

    def __init__(self, costs: Costs, layout: Layout, before: Standing, after: Standing) -> None:
        self.costs, self.before, self.layout = costs, before, layout
        problem = costs.problem
        self.loads = Counter(member.studio for member in problem.members)
        self.alike = Counter((m.studio, m.expertise) for m in problem.movable)
        self.alike_then = Counter((layout[m.code], m.expertise) for m in problem.movable)
        self.names = {each.code: each.name for each in (*problem.townships, *problem.sectors)}
        self.towns = [t.code for t in problem.townships if t.code in after.townships - before.townships]
        self.sectors = after.sectors - before.sectors

    def reasons(self, member: Member) -> list[Reason]:
        """At least one."""
        was = self.costs.index.get(member.studio)
        to = self.costs.index[self.layout[member.code]]
        found = [*self._needs(member, was, to), *self._covers(member, to)]
        found += self._arrives(member, to) if was is None else self._better(member, was, to)
        if was is not None and not any(reason.kind not in DRAWBACKS for reason in found):
            found.insert(0, Reason("room", {"studio": self.costs.studios[was].name}))
        return found

    def _needs(self, member: Member, was: int | None, to: int) -> list[Reason]:
        """What is not in order today."""
        found, new = [], self.costs.studios[to]
        if was is None:
            found.append(Reason("unplaced"))
        else:
            old = self.costs.studios[was]
            if not old.spot.within(member.reach):
                found.append(Reason("astray", {"studio": old.name}))
            if self.loads[old.code] > old.most:
                found.append(Reason("crowded", {"studio": old.name, "n": self.loads[old.code], "most": old.most}))
        if self.loads[new.code] < new.least:
            found.append(Reason("too_few", {"studio": new.name, "n": self.loads[new.code], "least": new.least}))
        return found

    def _covers(self, member: Member, to: int) -> list[Reason]:
        """What nobody covers today and is covered then."""
        studio = self.costs.studios[to]
        found = [Reason("township", {"name": self.names[code]}) for code in self.towns if code in studio.townships]
        if member.sector in self.sectors & studio.sectors:
            found.append(Reason("sector", {"name": self.names[member.sector]}))
        return found

    def _arrives(self, member: Member, to: int) -> list[Reason]:
        return [Reason("near", {"to": self.costs.steps(member.spot)[to], **self._metres(member, to)})]

    def _metres(self, member: Member, *studios: int) -> dict[str, int]:
        """The ways in metres where both ends have a point."""
        weights, spots = self.costs.weights, [self.costs.studios[i].spot for i in studios]
        if not member.spot.point or not all(spot.point for spot in spots):
            return {}
        ways = [round(self.costs.steps(member.spot)[i] * weights.metres_a_step) for i in studios]
        return dict(zip(("metres_to", "metres_was"), ways, strict=False))

    def _better(self, member: Member, was: int, to: int) -> list[Reason]:
        """What is better or worse for the member and among equals."""
        costs, found = self.costs, []
        ways, old, new = costs.steps(member.spot), costs.studios[was], costs.studios[to]
        if ways[to] != ways[was]:
            values = {"was": ways[was], "to": ways[to], **self._metres(member, to, was)}
            found.append(Reason("nearer" if ways[to] < ways[was] else "farther", values))
        foreign = [costs.other_sector(member.sector, studio) > 0 for studio in (old, new)]
        if foreign == [True, False]:
            found.append(Reason("own_sector", {"studio": old.name}))
        if foreign == [False, True]:
            found.append(Reason("other_sector", {"studio": new.name}))
        n, then = self.alike[old.code, member.expertise], self.alike_then[new.code, member.expertise]
        if member.expertise and n > costs.weights.alike and then < n:
            told = {"expertise": member.expertise, "was": old.name, "n": n, "to": new.name, "then": then}
            found.append(Reason("expertise", told))
        return found
