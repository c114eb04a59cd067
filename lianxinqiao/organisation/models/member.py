from django.db import models
from django.db.models import F, Q

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.organisation.enums import BodyKind, Level

ROSTER = Declaration(pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.PUBLIC)


class Member(models.Model):
    """A person's membership of a CPPCC committee for a term; the roster is public."""

    number = declared(models.CharField("委员编号", max_length=20, unique=True), **ROSTER)
    person = declared(
        models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="memberships"), **ROSTER
    )
    level = declared(models.CharField("级别", max_length=6, choices=Level), **ROSTER)
    place = declared(
        models.ForeignKey("organisation.Place", on_delete=models.PROTECT, related_name="members"), **ROSTER
    )
    sector = declared(
        models.ForeignKey(
            "organisation.Body",
            on_delete=models.PROTECT,
            related_name="sector_members",
            limit_choices_to={"kind": BodyKind.SECTOR},
        ),
        **ROSTER,
    )
    party = declared(
        models.ForeignKey(
            "organisation.Body",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="party_members",
            limit_choices_to={"kind": BodyKind.PARTY},
        ),
        **ROSTER,
    )
    group = declared(
        models.ForeignKey(
            "organisation.Body",
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="group_members",
            limit_choices_to={"kind": BodyKind.GROUP},
        ),
        **ROSTER,
    )
    post = declared(models.CharField("单位及职务", max_length=80, blank=True), **ROSTER)
    expertise = declared(models.CharField("专长", max_length=80, blank=True), **ROSTER)
    since = declared(models.DateField("任期起"), **ROSTER)
    until = declared(models.DateField("任期止", null=True, blank=True), **ROSTER)

    class Meta:
        verbose_name = verbose_name_plural = "委员"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="member_forward"),
        ]

    def __str__(self) -> str:
        return str(self.person)
