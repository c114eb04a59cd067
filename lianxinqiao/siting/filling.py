"""The plain way: everybody to the cheapest studio with room, then what is below its least, then what is uncovered.

It always ends in a sound layout where there is one: whoever finds no room sets off a chain of moves. The solver
starts from it and is measured against it.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator

from lianxinqiao.siting.checks import seats
from lianxinqiao.siting.costs import Costs
from lianxinqiao.siting.values import Member

Step = tuple[Member, int]  # somebody who moves, and to where


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
        self._ordered: dict[tuple[object, str, str], list[tuple[float, int]]] = {}

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
        return self.costs.bases(member)[studio] + change + (weights.spread if over else 0.0)

    def cheapest(self, member: Member) -> int | None:
        """The cheapest studio within reach with room; by order among equals."""
        best, found = float("inf"), None
        today = self.costs.index.get(member.studio)
        if today is not None and self._open(member, today):
            best, found = self.price(member, today), today
        for base, studio in self._in_order(member):
            if base >= best:
                break
            if len(self.members[studio]) < self.most[studio] and self.price(member, studio) < best:
                best, found = self.price(member, studio), studio
        return found

    def _open(self, member: Member, studio: int) -> bool:
        reaches = self.costs.studios[studio].spot.within(member.reach)
        return reaches and len(self.members[studio]) < self.most[studio]

    def _in_order(self, member: Member) -> list[tuple[float, int]]:
        key = (member.spot, member.reach, member.sector)
        if key not in self._ordered:
            bases = self.costs.bases(member)
            self._ordered[key] = sorted((bases[i], i) for i in self.costs.within(member.reach))
        return self._ordered[key]

    def make_room(self, member: Member) -> None:
        """Place somebody for whom every studio within reach is full, by moving others on."""

        def onward(studio: int) -> Iterator[tuple[Member, int]]:
            for each in self._one_a_reach(studio):
                yield from ((each, other) for other in self.costs.within(each.reach))

        starts = self.costs.within(member.reach)
        chain = _chain(starts, onward, lambda studio: len(self.members[studio]) < self.most[studio])
        for each, studio in reversed(chain[1:]):
            self.put(each, studio)
        self.put(member, chain[0][1])

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

        chain = _chain([studio], back, lambda was: len(self.members[was]) > self.least[was])
        for (_, to), (each, _was) in zip(chain, chain[1:], strict=False):
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
) -> list[tuple[Member | None, int]]:
    """The shortest chain of studios from a start to an end, each with the member who links it to the one before."""
    came: dict[int, tuple[Member | None, int | None]] = {studio: (None, None) for studio in starts}
    waiting = deque(came)
    while waiting:
        studio = waiting.popleft()
        if ends(studio):
            chain: list[tuple[Member | None, int]] = []
            at: int | None = studio
            while at is not None:
                chain.append((came[at][0], at))
                at = came[at][1]
            return chain[::-1]
        for member, other in onward(studio):
            if other not in came:
                came[other] = (member, studio)
                waiting.append(other)
    raise RuntimeError("no chain though checks.check passed")


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
