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
        self.names = {t.code: t.name for t in problem.townships} | {s.code: s.name for s in problem.sectors}
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
        return [Reason("near", self._way("to", member, to))]

    def _way(self, end: str, member: Member, studio: int) -> dict[str, float]:
        """The way in steps, and in metres where both ends have a point."""
        way, spot = self.costs.steps(member, studio), self.costs.studios[studio].spot
        metres = {f"metres_{end}": way * self.costs.weights.metres_a_step} if member.spot.point and spot.point else {}
        return {end: way, **metres}

    def _better(self, member: Member, was: int, to: int) -> list[Reason]:
        """What is better or worse for the member and among equals."""
        costs, found = self.costs, []
        old, new = costs.studios[was], costs.studios[to]
        before, then = costs.steps(member, was), costs.steps(member, to)
        if then != before:
            values = self._way("was", member, was) | self._way("to", member, to)
            found.append(Reason("nearer" if then < before else "farther", values))
        foreign = [costs.other_sector(member.sector, studio) > 0 for studio in (old, new)]
        if foreign == [True, False]:
            found.append(Reason("own_sector", {"studio": old.name}))
        if foreign == [False, True]:
            found.append(Reason("other_sector", {"studio": new.name}))
        n, less = self.alike[old.code, member.expertise], self.alike_then[new.code, member.expertise]
        if member.expertise and n > costs.weights.alike and less < n:
            names: dict[str, str | int] = {"was": old.name, "to": new.name, "expertise": member.expertise}
            found.append(Reason("expertise", names | {"n": n, "then": less}))
        return found
