from datetime import datetime
from zoneinfo import ZoneInfo

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.organisation.models import Person

AT = datetime(2023, 6, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def person(name: str) -> tuple[Person, Actor]:
    made = Person.objects.create(username=name, name=name, is_invented=True)
    return made, Actor(ActorKind.PERSON, id=str(made.pk), label=name)
