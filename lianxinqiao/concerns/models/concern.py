from django.db import models
from django.db.models import Q

from lianxinqiao.base.actor import Ref, Where
from lianxinqiao.base.privacy import STAFF, Declaration, Pii, Retain, See, declared
from lianxinqiao.concerns.enums import Channel, ClosedAs, ConcernState, Outcome, Result

WORDS = Declaration(pii=Pii.DERIVED, retain=Retain.FOREVER, visible_to=See.SCOPE)
TOLD = Declaration(pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.SCOPE)


class Concern(models.Model):
    """A resident's matter as it may be passed on: nothing in this row says who it is from.

    What was said, and by whom, lies sealed in Original; `passed_on` is empty until the desk has checked a
    text to pass on (`queries.passable` draws a first one from the sealed words, for the room). `version`
    counts changes, so that of two people acting at once one wins and the other is told. Days are
    Asia/Shanghai calendar days.
    """

    number = declared(models.CharField("编号", max_length=20, unique=True), **STAFF)
    studio = declared(models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="concerns"), **STAFF)
    place = declared(
        models.ForeignKey("organisation.Place", on_delete=models.PROTECT, related_name="+", db_index=False), **STAFF
    )
    channel = declared(models.CharField("来源", max_length=10, choices=Channel), **STAFF)
    kind = declared(models.CharField("类型", max_length=20, blank=True), **STAFF)
    topic = declared(models.CharField("主题", max_length=20, blank=True), **STAFF)
    passed_on = declared(models.TextField("转述文字", blank=True), **WORDS)
    state = declared(
        models.CharField("状态", max_length=8, choices=ConcernState, default=ConcernState.RECEIVED), **STAFF
    )
    version = declared(models.PositiveIntegerField("版本", default=0), **STAFF)
    contact_on = declared(models.DateField("最迟联系日", null=True, blank=True), **STAFF)
    due_on = declared(models.DateField("最迟办理日", null=True, blank=True), **STAFF)
    assignee = declared(
        models.ForeignKey(
            "organisation.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="concerns"
        ),
        **STAFF,
    )
    helpers = declared(
        models.ManyToManyField("organisation.Person", blank=True, related_name="concerns_helped"), **STAFF
    )
    result = declared(models.CharField("办理结果", max_length=1, choices=Result, blank=True), **TOLD)
    answer = declared(models.TextField("答复", blank=True), **WORDS)
    decided_by = declared(models.CharField("由谁决定", max_length=60, blank=True), **TOLD)
    next_on = declared(models.DateField("下次回音日", null=True, blank=True), **TOLD)
    evidence = declared(models.TextField("解决凭据", blank=True), **WORDS)
    outcome = declared(models.CharField("群众评价", max_length=6, choices=Outcome, blank=True), **TOLD)
    closed_as = declared(models.CharField("办结情况", max_length=8, choices=ClosedAs, blank=True), **STAFF)
    decline_reason = declared(models.TextField("不予受理的理由", blank=True), **WORDS)
    decline_door = declared(models.CharField("该找的部门", max_length=20, blank=True), **TOLD)
    reopened = declared(models.BooleanField("重新办理过", default=False), **STAFF)
    received_at = declared(models.DateTimeField("收到时间"), **STAFF)
    accepted_at = declared(models.DateTimeField("受理时间", null=True, blank=True), **STAFF)
    declined_at = declared(models.DateTimeField("不予受理时间", null=True, blank=True), **STAFF)
    assigned_at = declared(models.DateTimeField("分派时间", null=True, blank=True), **STAFF)
    answered_at = declared(models.DateTimeField("答复时间", null=True, blank=True), **STAFF)
    rated_at = declared(models.DateTimeField("评价时间", null=True, blank=True), **STAFF)
    closed_at = declared(models.DateTimeField("办结时间", null=True, blank=True), **STAFF)

    class Meta:
        verbose_name = verbose_name_plural = "群众反映"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["studio", "state", "due_on"], name="concern_desk")]
        constraints = [
            models.CheckConstraint(
                name="concern_closed_says_how",
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(closed_as=""))
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_as="")),
            ),
            models.CheckConstraint(
                name="concern_declined_says_why",
                condition=~Q(state="declined") | Q(declined_at__isnull=False) & ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="concern_answered_says_what",
                condition=~Q(state__in=["answered", "rated", "closed"]) | (~Q(answer="") & ~Q(result="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        """This concern as the ledger names it; the number opens nothing on the web."""
        return Ref("concern", self.number, self.number)

    @property
    def where(self) -> Where:
        """The studio's place: whose matter it is."""
        place: Where = self.studio.place.where
        return place
