from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lianxinqiao.base.privacy import Pii, Retain, See, declared


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""


class Person(AbstractBaseUser):
    """Somebody who works in the network; residents never have an account.

    No staff or superuser flags: what a person may do follows from appointments.
    """

    username = declared(
        models.CharField("登录名", max_length=40, unique=True),
        pii=Pii.STAFF,
        retain=Retain.TERM,
        visible_to=See.SCOPE,
    )
    name = declared(
        models.CharField("姓名", max_length=50), pii=Pii.STAFF, retain=Retain.FOREVER, visible_to=See.PUBLIC
    )
    email = declared(models.EmailField("电子邮箱", blank=True), pii=Pii.STAFF, retain=Retain.TERM, visible_to=See.SELF)
    is_active = declared(
        models.BooleanField("可登录", default=True), pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.SCOPE
    )
    is_invented = declared(
        models.BooleanField("虚构人物", default=False), pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.PUBLIC
    )
    password = declared(
        models.CharField("密码", max_length=128), pii=Pii.SECRET, retain=Retain.TERM, visible_to=See.NOBODY
    )
    password_until = declared(
        models.DateTimeField("一次性密码有效至", null=True, blank=True),
        pii=Pii.NONE,
        retain=Retain.TERM,
        visible_to=See.SCOPE,
    )
    last_login = declared(
        models.DateTimeField("上次登录", null=True, blank=True), pii=Pii.STAFF, retain=Retain.TERM, visible_to=See.SELF
    )

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def must_change(self) -> bool:
        """The password is a one-time one, handed out on paper: its holder has to choose an own one first."""
        return self.password_until is not None
