"""The plain way: everybody to the cheapest studio with room, then what is below its least, then what is uncovered.

It always ends in a sound layout where there is one: whoever finds no room sets off a chain of moves. The solver
starts from it and is measured against it.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator

from lianxinqiao.siting.checks import seats
from lianxinqiao.siting.costs import Costs
from lianxinqiao.siting.values import Member


class Filling:
    """A layout under construction, by index of the studios."""

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        free = seats(costs.problem)
        self.least = [free[studio.code][0] for studio in costs.studios]
        self.most = [free[studio.code][1] for studio in costs.studios]
        self.members: list[dict[str, Member]] = [{} for _ in costs.studios]
        self.where: dict[str, int] = {}
        self.alike: Counter[tuple[int, str]] = Counter()

    def layout(self) -> dict[str, str]:
        """Member → studio by code."""
        return {code: self.costs.studios[i].code for code, i in self.where.items()}

    def put(self, member: Member, studio: int) -> None:
        """Place or move a member."""
        was = self.where.get(member.code)
        if was is not None:
            del self.members[was][member.code]
            self.alike[was, member.expertise] -= 1
        self.members[studio][member.code] = member
        self.where[member.code] = studio
        self.alike[studio, member.expertise] += 1

    def price(self, member: Member, studio: int) -> float:
        """What the member costs in this studio, as it is filled now."""
        weights, today = self.costs.weights, member.studio
        change = weights.change if today and self.costs.index[today] != studio else 0.0
        over = bool(member.expertise) and self.alike[studio, member.expertise] >= weights.alike
        return self.costs.base(member, studio) + change + (weights.spread if over else 0.0)

    def cheapest(self, member: Member) -> int | None:
        """The cheapest studio within reach with room: today's among equals, else by order."""
        today = self.costs.index.get(member.studio, -1)
        open_ = [i for i in self.costs.within(member.reach) if len(self.members[i]) < self.most[i]]
        return min(open_, key=lambda i: (self.price(member, i), i != today, i), default=None)

    def make_room(self, member: Member) -> None:
        """Place somebody for whom every studio within reach is full, by moving others on."""

        def onward(studio: int) -> Iterator[tuple[Member, int]]:
            for each in self._one_a_reach(studio):
                yield from ((each, other) for other in self.costs.within(each.reach))

        starts = self.costs.within(member.reach)
        studios, links = _chain(starts, onward, lambda studio: len(self.members[studio]) < self.most[studio])
        for each, studio in reversed(list(zip(links, studios[1:], strict=True))):
            self.put(each, studio)
        self.put(member, studios[0])

    def _one_a_reach(self, studio: int) -> Iterable[Member]:
        return {each.reach: each for each in self.members[studio].values()}.values()

    def fill(self, studio: int) -> None:
        """Bring one member into a studio below its least: the cheapest who can be spared, else by a chain."""
        spared = [
            (self.price(each, studio) - self.price(each, was), each.code, each)
            for was, there in enumerate(self.members)
            if len(there) > self.least[was] and was != studio
            for each in there.values()
            if self.costs.studios[studio].spot.within(each.reach)
        ]
        if spared:
            self.put(min(spared)[2], studio)
            return

        def back(to: int) -> Iterator[tuple[Member, int]]:
            for was, there in enumerate(self.members):
                able = (each for each in there.values() if self.costs.studios[to].spot.within(each.reach))
                first = next(able, None)
                if first is not None and was != to:
                    yield first, was

        studios, links = _chain([studio], back, lambda was: len(self.members[was]) > self.least[was])
        for each, to in zip(links, studios, strict=False):
            self.put(each, to)

    def cover(self, able: Iterable[tuple[Member, int]], worth: float) -> None:
        """Make the cheapest single move that covers something, if it costs less than it is worth."""
        moves = []
        for member, studio in able:
            was = self.where[member.code]
            if len(self.members[was]) > self.least[was] and len(self.members[studio]) < self.most[studio]:
                moves.append((self.price(member, studio) - self.price(member, was), member.code, studio, member))
        if moves and min(moves, key=lambda move: move[:3])[0] < worth:
            _, _, studio, member = min(moves, key=lambda move: move[:3])
            self.put(member, studio)


def _chain(
    starts: Iterable[int], onward: Callable[[int], Iterator[tuple[Member, int]]], ends: Callable[[int], bool]
) -> tuple[list[int], list[Member]]:
    """The shortest chain of studios from a start to an end, and the members who link each to the next."""
    came: dict[int, tuple[Member, int] | None] = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting:
        studio = waiting.popleft()
        if ends(studio):
            return _back(came, studio)
        for member, other in onward(studio):
            if other not in came:
                came[other] = (member, studio)
                waiting.append(other)
    raise RuntimeError("no chain though checks.check passed")


def _back(came: dict[int, tuple[Member, int] | None], end: int) -> tuple[list[int], list[Member]]:
    studios, links = [end], []
    while (step := came[studios[-1]]) is not None:
        links.append(step[0])
        studios.append(step[1])
    return studios[::-1], links[::-1]


def fill(costs: Costs) -> dict[str, str]:
    """A sound layout. The problem must have passed checks.check."""
    filling = Filling(costs)
    for member in sorted(costs.problem.movable, key=lambda m: (len(costs.within(m.reach)), not m.studio, m.code)):
        studio = filling.cheapest(member)
        if studio is None:
            filling.make_room(member)
        else:
            filling.put(member, studio)
    for studio, least in enumerate(filling.least):
        while len(filling.members[studio]) < least:
            filling.fill(studio)
    _cover(filling)
    return filling.layout()


def _cover(filling: Filling) -> None:
    costs, movable = filling.costs, filling.costs.problem.movable
    for township in costs.problem.townships:
        serving = [i for i, studio in enumerate(costs.studios) if township.code in studio.townships]
        if serving and not any(filling.members[i] for i in serving):
            able = ((m, i) for i in serving for m in movable if costs.studios[i].spot.within(m.reach))
            filling.cover(able, costs.weights.township)
    for sector in costs.problem.sectors:
        serving = [i for i, studio in enumerate(costs.studios) if sector.code in studio.sectors]
        apt = [m for m in movable if m.sector == sector.code]
        if serving and not any(filling.where[m.code] in serving for m in apt):
            able = ((m, i) for i in serving for m in apt if costs.studios[i].spot.within(m.reach))
            filling.cover(able, costs.weights.sector)
