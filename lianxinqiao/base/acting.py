"""The shape of an action: one function, one verb, one transaction; a double send has one effect."""

import hashlib
import inspect
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import SentBefore
from lianxinqiao.base.models import Sent

P = ParamSpec("P")
T = TypeVar("T", bound=models.Model)


def _word(value: Any) -> str:
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, list | tuple):
        return "[" + ",".join(_word(v) for v in value) + "]"
    return repr(value)


def _digest(verb: str, values: dict[str, Any]) -> str:
    told = {k: v for k, v in values.items() if k not in {"by", "at", "once"}}
    text = verb + "|" + "|".join(f"{k}={_word(told[k])}" for k in sorted(told))
    return hashlib.sha256(text.encode()).hexdigest()


def _recall(key: str, by: str, digest: str) -> Any:
    sent = Sent.objects.filter(key=key, by=by).first()
    if sent is None:
        return None
    if sent.digest != digest:
        raise SentBefore(_("这份表已经送出过，内容却不一样。请打开新的页面再写。"))
    return apps.get_model(sent.thing_model).objects.get(pk=sent.thing_pk)


def action(act: Callable[P, T]) -> Callable[P, T]:
    """Make a keyword-only function a verb: atomic, and with `once=` idempotent.

    The key row is written in the same transaction as the effect, so a broken connection can be
    retried safely; the same key with other content raises SentBefore.
    """
    verb = f"{act.__module__.split('.')[1]}.{act.__name__}"
    told_once = "once" in inspect.signature(act).parameters

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        key = str(kwargs.get("once") or "") if told_once else ""
        if not key:
            with transaction.atomic():
                return act(*args, **kwargs)
        by, digest = str(kwargs["by"]), _digest(verb, kwargs)
        done = _recall(key, by, digest)
        if done is not None:
            return done  # type: ignore[no-any-return]
        try:
            with transaction.atomic():
                thing = act(*args, **kwargs)
                Sent.objects.create(
                    key=key,
                    by=by,
                    digest=digest,
                    at=cast(datetime, kwargs["at"]),
                    thing_model=thing._meta.label,
                    thing_pk=str(thing.pk),
                )
                return thing
        except IntegrityError:
            done = _recall(key, by, digest)
            if done is None:
                raise
            return done  # type: ignore[no-any-return]

    run.is_action = True  # type: ignore[attr-defined]
    return run
