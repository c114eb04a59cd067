from django.db import models
from django.db.models import F, Q

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared
from lianxinqiao.organisation.enums import RoleName

REGISTER = Declaration(pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.SCOPE)


class Appointment(models.Model):
    """A person in a role at a place for a time; rights follow from nothing else."""

    person = declared(
        models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="appointments"), **REGISTER
    )
    role = declared(models.CharField("角色", max_length=20, choices=RoleName), **REGISTER)
    place = declared(
        models.ForeignKey("organisation.Place", on_delete=models.PROTECT, related_name="appointments"), **REGISTER
    )
    body = declared(
        models.ForeignKey(
            "organisation.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
        ),
        **REGISTER,
    )
    since = declared(models.DateField("自"), **REGISTER)
    until = declared(models.DateField("至", null=True, blank=True), **REGISTER)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["person", "since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="term_forward"),
            models.UniqueConstraint(fields=["person", "role", "place", "since"], name="appointed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.place}"
