"""The whole invented city: the article's network, then two years of matters in it."""

from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from random import Random

from django.conf import settings

from lianxinqiao.base import chance, jobs, statistics
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.clock import opening
from lianxinqiao.organisation.enums import PlaceKind, RoleName
from lianxinqiao.organisation.models import Appointment, Person, Place
from lianxinqiao.simulation import city, world
from lianxinqiao.simulation.city import Story
from lianxinqiao.simulation.life import Desk, Progress
from lianxinqiao.studios import queries as studios
from lianxinqiao.studios.models import Studio

SEED = 20230604


def whole_city(*, seed: int, since: date, until: date, laying: Progress, living: Progress, share: float = 1.0) -> Story:
    """Build the network in an empty database and live from `since` to `until`; the same seed, the same city.

    `share` scales the number of matters, for small worlds in tests.
    """
    with _rehearsed(seed):
        world.build(seed=seed, progress=lambda done, total, _words: laying(done / total))
        statistics.refresh()
        laying(1.0)
        rng = Random(seed)  # noqa: S311 -- a repeatable story, not a secret
        fates = city.fates(rng, desks(until), since, until, share)
        story = city.run(fates, since=since, until=until, progress=living)
        morning = opening(until + timedelta(days=1))
        while jobs.work_one(morning):  # what the two years left behind, so that the demo begins with an idle worker
            pass
        statistics.refresh()
    living(1.0)
    return story


def _rehearsed(seed: int) -> AbstractContextManager[None]:
    """In a demo the same seed gives the same ledger; a test's city outside demo mode keeps its chance."""
    return chance.rehearsed(seed) if settings.DEMO else nullcontext()


def desks(day: date) -> list[Desk]:
    """Every studio that takes concerns, with the places it serves and its people on `day`."""
    holders: dict[tuple[int, str], list[Person]] = defaultdict(list)
    roles = [RoleName.CLERK, RoleName.CONVENER, RoleName.MEMBER]
    for one in Appointment.objects.filter(role__in=roles).select_related("person").order_by("pk"):
        holders[one.place_id, one.role].append(one.person)
    villages: dict[str, list[Place]] = defaultdict(list)
    for village in Place.objects.filter(kind=PlaceKind.VILLAGE).order_by("code"):
        villages[village.path.rsplit("/", 2)[0] + "/"].append(village)
    return [_desk(studio, holders, villages) for studio in studios.taking(day).prefetch_related("townships")]


def _desk(studio: Studio, holders: dict[tuple[int, str], list[Person]], villages: dict[str, list[Place]]) -> Desk:
    served = [place for town in studio.townships.all() for place in villages[town.path]]
    office = f"/{studio.place.office_code}/"
    near = [place for path, places in sorted(villages.items()) if office in path for place in places]

    def one(role: RoleName) -> Actor:
        person = holders[studio.place_id, role][0]
        return Actor(ActorKind.PERSON, id=str(person.pk), role=role, where=studio.where, label=person.name)

    return Desk(
        studio=studio,
        places=served or near,
        clerk=one(RoleName.CLERK),
        convener=one(RoleName.CONVENER),
        members=holders[studio.place_id, RoleName.MEMBER],
    )
