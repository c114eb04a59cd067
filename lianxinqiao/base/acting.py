"""The shape of an action: one function, one verb, one transaction; a double send has one effect."""

import dataclasses
import hashlib
import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import vault
from lianxinqiao.base.errors import Refused, SentBefore
from lianxinqiao.base.models import Sent
from lianxinqiao.base.prepared import Prepared, insert_rows

P = ParamSpec("P")
T = TypeVar("T", bound=models.Model)

UNTOLD = {"by", "at", "once"}  # not part of what was sent
KEY_CHARS = 64


def _word(value: Any) -> str:
    """A value as text that is the same in every process."""
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, bytes):
        return f"bytes:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_word(k)}:{_word(v)}" for k, v in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_word, value))) + "}"
    if isinstance(value, list | tuple | models.QuerySet):
        return "[" + ",".join(map(_word, value)) + "]"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _word({f.name: getattr(value, f.name) for f in dataclasses.fields(value)})
    return repr(value)


def _digest(verb: str, told: Mapping[str, Any]) -> str:
    """A keyed digest of what was sent: a bare hash of a short form would give its phone number to a guesser."""
    words = _word({k: v for k, v in told.items() if k not in UNTOLD})
    return vault.mac("sent", f"{verb}|{words}".encode()).hex()


_sent = Prepared(lambda key, by: Sent.objects.filter(key=key, by=by))


def _recall(key: str, by: str, digest: str) -> Any:
    sent = _sent.first(key, by)
    if sent is None:
        return None
    if sent.digest != digest:
        raise SentBefore(_("这份表已经送出过，内容却不一样。请打开新的页面再写。"))
    thing = apps.get_model(sent.thing_model)._default_manager.filter(pk=sent.thing_pk).first()
    if thing is None:
        raise SentBefore(_("这份表已经送出过，所成的记录后来删除了。请打开新的页面再写。"))
    return thing


def _checked(key: str) -> str:
    if len(key) > KEY_CHARS or not (key.isascii() and key.isprintable()):
        raise Refused(_("这一页不完整，请重新打开再写。"))
    return key


def _shape(act: Callable[..., Any]) -> inspect.Signature:
    """The signature, which must be keyword-only and hold `by` and `at`."""
    shape = inspect.signature(act)
    loose = [p.name for p in shape.parameters.values() if p.kind is not p.KEYWORD_ONLY]
    missing = {"by", "at"} - set(shape.parameters)
    if loose or missing:
        name = f"{act.__module__}.{act.__qualname__}"
        raise TypeError(f"{name}: an action is keyword-only ({loose}) and takes by= and at= (missing {missing})")
    return shape


def action(act: Callable[P, T]) -> Callable[P, T]:
    """Make a keyword-only function a verb: atomic, and with `once=` idempotent.

    The key row is written in the same transaction as the effect, so a broken connection can be
    retried safely; the same key with other content raises SentBefore. A second sending that runs
    into the first one's effect (a state already left, a unique row) gets the first one's thing.
    """
    verb = ".".join([*act.__module__.split(".")[1:2], act.__name__])
    shape = _shape(act)

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        told = shape.bind(*args, **kwargs)
        told.apply_defaults()
        key = _checked(str(told.arguments.get("once") or ""))
        if not key:
            with transaction.atomic():
                return act(*args, **kwargs)
        by, digest = str(kwargs["by"]), _digest(verb, told.arguments)
        done = _recall(key, by, digest)
        if done is not None:
            return cast(T, done)
        try:
            with transaction.atomic():
                thing = act(*args, **kwargs)
                sent = Sent(key=key, by=by, digest=digest, at=cast(datetime, kwargs["at"]))
                sent.thing_model, sent.thing_pk = thing._meta.label, str(thing.pk)
                insert_rows(sent)
                return thing
        except (IntegrityError, Refused):
            done = _recall(key, by, digest)
            if done is None:
                raise
            return cast(T, done)

    run.is_action = True  # type: ignore[attr-defined]
    return run
