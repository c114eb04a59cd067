"""The demo's network is the article's: 92 studios, everybody enrolled, every township covered, nobody real."""

import random
from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Count

from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from lianxinqiao.organisation.models import Appointment, Body, Member, Person
from lianxinqiao.simulation import world
from lianxinqiao.studios import queries
from lianxinqiao.studios.models import Enrolment, Studio

# The module's city asks for tables as soon as it is built; the mark names them to pytest-django, also when run alone.
pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 4)
REAL = {"王惠英", "王恩厚", "刘志伟", "徐祯霞"}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    told = []
    with django_db_blocker.unblock(), transaction.atomic():
        made = world.build(progress=lambda *step: told.append(step))
        yield made, told
        transaction.set_rollback(True)


def test_the_articles_numbers(built):
    assert built[0].studios == 92
    assert Counter(Studio.objects.values_list("type", flat=True)) == {
        "sector": 36, "area": 42, "personal": 7, "other": 7,
    }  # fmt: skip
    assert built[0].members == world.MEMBERS == 1126
    assert read.total(verb="studios.plate") == 92
    assert read.total(verb="studios.plate", kind="area") == 42


def test_dates_lie_in_the_two_years(built):
    days = list(Studio.objects.values_list("plated_on", flat=True))
    assert min(days) >= date(2021, 6, 24)
    assert max(days) < date(2023, 6, 1)
    assert sum(day < date(2022, 6, 24) for day in days) > 46
    assert set(Member.objects.values_list("since", flat=True)) == {date(2021, 6, 24)}


def test_everybody_in_exactly_one_studio(built):
    per_member = Enrolment.objects.values("member").annotate(n=Count("pk")).values_list("n", flat=True)
    assert Counter(per_member) == {1: 1126}
    sizes = [queries.members_of(one, TODAY).count() for one in queries.taking()]
    assert min(sizes) >= 10
    assert max(sizes) <= 16


def test_every_township_is_covered(built):
    served = set(Studio.objects.filter(type="area", state="plated").values_list("townships__code", flat=True))
    assert served == set(organisation.townships().values_list("code", flat=True))
    assert len(served) == 98
    for town in organisation.townships():
        assert queries.covering(town)[0].townships.filter(pk=town.pk).exists()


def test_every_sector_has_a_studio_and_every_national_sector_a_place(built):
    assert not Body.objects.filter(kind="sector", sector_studios=None).exists()
    network = world.tomllib.loads((world.HERE / "network.toml").read_text(encoding="utf-8"))
    assert sorted(n for merged in network["sectors"].values() for n in merged) == list(range(1, 35))


def test_studios_of_real_people_stay_empty(built):
    closed = Studio.objects.filter(takes_concerns=False)
    assert set(closed.values_list("name", flat=True)) == {
        "王惠英委员工作室", "王恩厚委员工作室", "刘志伟委员工作室", "蓝舰委员工作室",
    }  # fmt: skip
    assert all(one.reported and one.reported_source for one in closed)
    assert not Enrolment.objects.filter(studio__in=closed).exists()
    assert not Appointment.objects.filter(place__studio__in=closed).exists()


def test_nobody_is_real(built):
    assert not Person.objects.filter(is_invented=False).exists()
    assert not REAL & set(Person.objects.values_list("name", flat=True))
    assert Person.objects.values("name").distinct().count() == Person.objects.count()
    for rare in "𠅤䶮㛃𬎆":
        assert Person.objects.filter(name__contains=rare).exists()


def test_reported_studios_carry_no_invented_word(built):
    for one in Studio.objects.exclude(reported=""):
        assert "各界新闻网 2023-06-04" in one.reported_source
        assert (one.hours, one.phone, one.address, one.brand, one.is_invented) == ("", "", "", "", False)
    assert all(one.is_invented for one in Studio.objects.filter(reported=""))
    assert not Studio.objects.exclude(phone="").exists()


def test_every_open_studio_can_work(built):
    for one in queries.taking():
        assert len(queries.people_of(one, RoleName.CONVENER, TODAY)) == 1
        assert len(queries.people_of(one, RoleName.CLERK, TODAY)) == 1
        assert one.leads_id
        assert one.group_id


def test_one_press_entry_for_every_role(built):
    assert set(world.CAST) == set(RoleName.values)
    demo = Studio.objects.get(name=world.DEMO_STUDIO)
    for role, username in world.CAST.items():
        who = Person.objects.get(username=username)
        found = [one for one in organisation.actors_of(who, TODAY) if one.role == role]
        assert found, role
        if role in STUDIO_ROLES - {RoleName.GROUP_LEAD}:
            assert found[0].where == demo.where
    custodians = organisation.people_at(organisation.root(), RoleName.CUSTODIAN, TODAY)
    assert len(custodians) == 2


def test_custodians_handle_no_matter(built):
    for who in organisation.people_at(organisation.root(), RoleName.CUSTODIAN, TODAY):
        assert [one.role for one in organisation.actors_of(who, TODAY)] == [RoleName.CUSTODIAN]


def test_it_tells_how_far_it_is(built):
    _made, told = built
    assert told[-1][0] == told[-1][1] == 1126 + 92


def test_it_is_built_once(built):
    with pytest.raises(RuntimeError):
        world.build()


def test_a_line_for_every_plate_and_enrolment(built):
    found = Counter(Line.objects.values_list("verb", flat=True))
    assert (found["studios.plan"], found["studios.plate"], found["studios.enrol"]) == (92, 92, 1126)
    assert found["organisation.register_member"] == 1126


def test_the_same_seed_gives_the_same_city(built):
    def draw(seed):
        site = world._Site(random.Random(seed), {}, NAMES, world.Actor(world.ActorKind.CLOCK), world._silent)
        return [world._name(site) for _ in range(50)], world._days(site, 20), world._sizes(site, 88)

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


NAMES = world.tomllib.loads((world.HERE / "names.toml").read_text(encoding="utf-8"))
