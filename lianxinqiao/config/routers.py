"""Which model lies in which database: `traces` holds no case."""

from typing import Any

TRACES = {("base", "count"), ("base", "lastuse"), ("base", "visit")}
TRACE_APPS = {"sessions", "django_cache"}


def _is_trace(app_label: str, model_name: str | None) -> bool:
    return app_label in TRACE_APPS or (app_label, model_name) in TRACES


class Traces:
    """Send sessions, cache, counters and the access log to `traces`, all else to `default`."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return "traces" if _is_trace(model._meta.app_label, model._meta.model_name) else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)  # not their types: request.user is a lazy wrapper

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool:
        return (db == "traces") == _is_trace(app_label, model_name)
