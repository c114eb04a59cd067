"""Who works in which studio on a day, read once for the day."""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import or_
from random import Random

from django.db.models import Q

from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns.models import Concern
from lianxinqiao.organisation.enums import PlaceKind, RoleName
from lianxinqiao.organisation.models import Appointment, Person, Place
from lianxinqiao.organisation.queries import appointments, as_actor
from lianxinqiao.simulation.world import CAST
from lianxinqiao.studios.models import Studio

ROLES = (RoleName.CLERK, RoleName.CONVENER, RoleName.MEMBER)
OFTEN = 0.4
"""How often a matter of the demo's studio goes to the member whom its visitors play."""


class Nobody(Refused):
    """The studio has nobody in this role."""


class Room:
    """The people of one studio."""

    def __init__(self) -> None:
        self.held: dict[str, list[Appointment]] = defaultdict(list)

    @property
    def members(self) -> list[Person]:
        """Its members, in the order of their appointments."""
        return [one.person for one in self.held[RoleName.MEMBER]]

    def one(self, role: RoleName) -> Actor:
        """Who acts in this role. Raises Nobody."""
        for appointment in self.held[role]:
            return as_actor(appointment)
        raise Nobody(role)

    def some(self, rng: Random, n: int) -> list[Person]:
        """`n` members at most, the first to lead. Raises Nobody."""
        members = self.members
        if not members:
            raise Nobody(RoleName.MEMBER)
        chosen = rng.sample(members, min(n, len(members)))
        played = [one for one in members if one.username == CAST[RoleName.MEMBER]]
        if played and rng.random() < OFTEN:
            chosen = [*played, *(one for one in chosen if one not in played)][: len(chosen)]
        return chosen

    def doing(self, concern: Concern) -> Actor:
        """Whoever has the matter, else the clerk. Raises Nobody."""
        for role in ROLES:
            for appointment in self.held[role]:
                if appointment.person_id == concern.assignee_id:
                    return as_actor(appointment)
        return self.one(RoleName.CLERK)


class People:
    """All studios' people on a day."""

    def __init__(self, day: date) -> None:
        self._rooms: dict[int, Room] = defaultdict(Room)
        for one in appointments(day).filter(role__in=ROLES, person__is_active=True).order_by("pk"):
            self._rooms[one.place_id].held[one.role].append(one)

    def at(self, studio: Studio) -> Room:
        """The people of a studio; nobody where it has none."""
        return self._rooms[studio.place_id]

    def places(self, studio: Studio) -> list[Place]:
        """The villages that a studio serves: of its townships, else of its county or city."""
        villages = Place.objects.filter(kind=PlaceKind.VILLAGE).order_by("code")
        towns = [Q(path__startswith=town.path) for town in studio.townships.all()]
        served = list(villages.filter(reduce(or_, towns))) if towns else []
        return served or list(villages.filter(path__contains=f"/{studio.place.office_code}/"))
