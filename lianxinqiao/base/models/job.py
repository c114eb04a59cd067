from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.privacy import MACHINE, declared


class JobState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class Job(models.Model):
    """A piece of background work, put down in the same transaction as the act that needs it.

    `lease_until` and `fence` keep two workers apart: a result is accepted only from the fence
    number that claimed the job. Times are machine time. The payload holds ids, never personal data.
    """

    name = declared(models.CharField("名称", max_length=64), **MACHINE)
    payload = declared(models.JSONField("参数", default=dict), **MACHINE)
    key = declared(models.CharField("去重键", max_length=120, blank=True), **MACHINE)
    state = declared(models.CharField("状态", max_length=8, choices=JobState, default=JobState.WAITING), **MACHINE)
    run_after = declared(models.DateTimeField("不早于"), **MACHINE)
    tries = declared(models.PositiveSmallIntegerField("次数", default=0), **MACHINE)
    lease_until = declared(models.DateTimeField("租约到", null=True), **MACHINE)
    fence = declared(models.PositiveIntegerField("围栏", default=0), **MACHINE)
    fault = declared(models.TextField("错误", blank=True), **MACHINE)
    made_at = declared(models.DateTimeField("放入时间"), **MACHINE)
    done_at = declared(models.DateTimeField("完成时间", null=True), **MACHINE)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [models.Index(fields=["state", "run_after"], name="job_next")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="job_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
