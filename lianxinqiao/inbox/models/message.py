from django.db import models

from lianxinqiao.base.privacy import Declaration, Pii, Retain, See, declared

POST = Declaration(pii=Pii.STAFF, retain=Retain.YEAR, visible_to=See.SELF)


class Message(models.Model):
    """A message to somebody who works in the network: it points to a page and never quotes a resident.

    `key` says what it is about; the same key to the same person is the same message.
    """

    to = declared(models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="messages"), **POST)
    subject = declared(models.CharField("标题", max_length=120), **POST)
    body = declared(models.TextField("内容", blank=True), **POST)
    link = declared(models.CharField("去处", max_length=200, blank=True), **POST)
    key = declared(models.CharField("去重键", max_length=120), **POST)
    by_label = declared(models.CharField("来自", max_length=80, blank=True), **POST)
    at = declared(models.DateTimeField("时间"), **POST)
    read_at = declared(models.DateTimeField("已读时间", null=True, blank=True), **POST)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["to", "read_at"], name="message_unread")]
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="message_once")]

    def __str__(self) -> str:
        return self.subject
