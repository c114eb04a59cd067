from django.db import models
from django.db.models import F, Q

from lianxinqiao.base.actor import Ref, Where
from lianxinqiao.base.privacy import PUBLIC, declared
from lianxinqiao.organisation.enums import TOWNSHIPS, BodyKind
from lianxinqiao.organisation.models import Body, Place
from lianxinqiao.studios.enums import StudioState, StudioType


class Studio(models.Model):
    """A members' studio: what the public register says of it. Its node in the tree of places is `place`.

    `reported` holds what a named source reports of it and nothing else; `takes_concerns` is off for
    studios that are in the register only because they were reported.
    """

    place = declared(models.OneToOneField(Place, on_delete=models.PROTECT, related_name="studio"), **PUBLIC)
    code = declared(models.CharField("代码", max_length=20, unique=True), **PUBLIC)
    name = declared(models.CharField("名称", max_length=60, unique=True), **PUBLIC)
    type = declared(models.CharField("类型", max_length=8, choices=StudioType), **PUBLIC)
    sectors = declared(
        models.ManyToManyField(
            Body, blank=True, related_name="sector_studios", limit_choices_to={"kind": BodyKind.SECTOR}
        ),
        **PUBLIC,
    )
    townships = declared(
        models.ManyToManyField(
            Place, blank=True, related_name="area_studios", limit_choices_to={"township_kind__in": TOWNSHIPS}
        ),
        **PUBLIC,
    )
    leads = declared(
        models.ForeignKey(
            Body,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="led_studios",
            limit_choices_to={"kind": BodyKind.COMMITTEE},
            verbose_name="联系专委会",
        ),
        **PUBLIC,
    )
    group = declared(
        models.ForeignKey(
            Body,
            null=True,
            blank=True,
            on_delete=models.PROTECT,
            related_name="group_studios",
            limit_choices_to={"kind": BodyKind.GROUP},
            verbose_name="学习组",
        ),
        **PUBLIC,
    )
    hours = declared(models.CharField("开放时间", max_length=80, blank=True), **PUBLIC)
    phone = declared(models.CharField("工作室电话", max_length=20, blank=True), **PUBLIC)
    address = declared(models.CharField("地址", max_length=120, blank=True), **PUBLIC)
    brand = declared(models.CharField("特色", max_length=60, blank=True), **PUBLIC)
    reported = declared(models.TextField("据报道", blank=True), **PUBLIC)
    reported_source = declared(models.CharField("报道出处", max_length=120, blank=True), **PUBLIC)
    takes_concerns = declared(models.BooleanField("接收群众反映", default=True), **PUBLIC)
    is_invented = declared(models.BooleanField("虚构", default=False), **PUBLIC)
    state = declared(models.CharField("状态", max_length=8, choices=StudioState, default=StudioState.PLANNED), **PUBLIC)
    plated_on = declared(models.DateField("挂牌日期", null=True, blank=True), **PUBLIC)
    removed_on = declared(models.DateField("撤牌日期", null=True, blank=True), **PUBLIC)

    class Meta:
        verbose_name = verbose_name_plural = "工作室"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=StudioState.PLANNED, plated_on__isnull=True)
                | Q(state__in=[StudioState.PLATED, StudioState.REMOVED], plated_on__isnull=False),
                name="studio_plated_on",
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | Q(state=StudioState.REMOVED, removed_on__gte=F("plated_on")),
                name="studio_removed_on",
            ),
            models.CheckConstraint(
                condition=Q(reported="") | ~Q(reported_source=""), name="studio_reported_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> Where:
        """The studio's place as a value."""
        place: Place = self.place
        return place.where

    @property
    def ref(self) -> Ref:
        """The studio as a thing of the ledger."""
        return Ref("studio", self.code, self.name)
