"""What may be seen of studios: the register is public."""

from datetime import date

from django.db.models import Q, QuerySet

from lianxinqiao.base.actor import Actor
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.organisation.enums import PlaceKind, RoleName
from lianxinqiao.organisation.models import Member, Person, Place
from lianxinqiao.organisation.queries import appointments, people_at, running
from lianxinqiao.studios.enums import StudioState, StudioType
from lianxinqiao.studios.models import Enrolment, Studio


def register() -> QuerySet[Studio]:
    """All studios ever entered, by code, with what a list shows."""
    return Studio.objects.select_related("place__parent", "leads", "group")


def open_studios(day: date | None = None) -> QuerySet[Studio]:
    """Studios with a plate: now, or those that had one on a day."""
    if day is None:
        return register().filter(state=StudioState.PLATED)
    return register().filter(plated_on__lte=day).filter(Q(removed_on__isnull=True) | Q(removed_on__gt=day))


def taking(day: date | None = None) -> QuerySet[Studio]:
    """Open studios that take residents' concerns."""
    return open_studios(day).filter(takes_concerns=True)


_with_code = Prepared(lambda code: register().filter(code=code))


def by_code(code: str) -> Studio | None:
    """The studio with this code, in capitals or not."""
    return _with_code.first(code.upper())


def within(actor: Actor, day: date) -> QuerySet[Studio]:
    """The studios at and below the actor's place; a committee's or a group's lead sees what the body leads."""
    if not actor.where.path:
        return Studio.objects.none()
    found = register().filter(place__path__startswith=actor.where.path)
    led = appointments(day).filter(person_id=int(actor.id or 0), role=actor.role).values("body")
    if actor.role == RoleName.COMMITTEE_LEAD:
        return found.filter(leads__in=led)
    if actor.role == RoleName.GROUP_LEAD:
        return found.filter(group__in=led)
    return found


def covering(place: Place, day: date | None = None) -> list[Studio]:
    """The studios that can take a concern from a place, best first.

    First the studio itself if the place is one, then area studios that serve its township, then the
    county's others (area studios before the rest), then the city's own; by code within each.
    """
    served = set(taking(day).filter(townships__in=_townships(place)).values_list("pk", flat=True))

    def rank(studio: Studio) -> tuple[int, str]:
        if studio.place_id == place.pk:
            return 0, studio.code
        if studio.pk in served:
            return 1, studio.code
        if studio.place.office_code != place.office_code:
            return 4, studio.code
        return (2 if studio.type == StudioType.AREA else 3), studio.code

    near = Q(place__office_code=place.office_code) | Q(place__parent__parent=None)
    return sorted(taking(day).filter(near), key=rank)


def _townships(place: Place) -> QuerySet[Place]:
    """The township of a place as the path tells it: itself, or one above it."""
    above = place.path.strip("/").split("/")
    return Place.objects.filter(code__in=above, kind=PlaceKind.TOWNSHIP)


def members_of(studio: Studio, day: date) -> QuerySet[Member]:
    """The members enrolled in a studio on a day, by number."""
    return Member.objects.select_related("person", "sector", "party").filter(
        pk__in=Enrolment.objects.filter(running(day), studio=studio).values("member")
    )


def people_of(studio: Studio, role: RoleName, day: date) -> list[Person]:
    """Who holds a role in a studio on a day: its convener, its clerk."""
    return people_at(studio.place, role, day)


def colleagues(studio: Studio, day: date) -> list[Person]:
    """Everybody who can be given a matter in this studio on a day: convener, clerk, members; by name."""
    able = [RoleName.CONVENER, RoleName.CLERK, RoleName.MEMBER]
    at_work = appointments(day).filter(place=studio.place, role__in=able).values("person")
    return list(Person.objects.filter(pk__in=at_work, is_active=True).order_by("name", "pk"))


def studios_of(member: Member, day: date) -> QuerySet[Studio]:
    """The studios that a member is enrolled in on a day."""
    return register().filter(pk__in=Enrolment.objects.filter(running(day), member=member).values("studio"))
