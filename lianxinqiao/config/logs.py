"""One JSON line per event: no bodies, no query strings, no words of a fault, no receipt or case in an address."""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import structlog

SEGMENTS = re.compile(r"(?<=/)[^/\s?]*[^a-z/\s?_.-][^/\s?]*")
NUMBERS = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d\b)\d(?:[ -]?\d){6,}")  # days stay
FRAMES = 30  # of one fault; the innermost say where


def masked(text: str) -> str:
    """Every part of an address that is not a plain word, and every long number, blotted out.

    A receipt's token, a case number and whatever somebody typed into an address go; `/desk/concerns/` stays.
    """
    return NUMBERS.sub("****", SEGMENTS.sub("****", text))


def mask_words(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot out in every text of a log event what leads to a person or a case (RL11)."""
    return {k: masked(v) if isinstance(v, str) and k != "exception" else v for k, v in event.items()}


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _place(frame: traceback.FrameSummary) -> str:
    return f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"


def told(fault: BaseException) -> str:
    """Types and places of a fault and of what led to it. Never its message: that may hold what a resident wrote."""
    lines = []
    for one in _chain(fault):
        lines.append(type(one).__name__)
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(one.__traceback__)[-FRAMES:]]
    return "\n".join(lines)


def tell_fault(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put types and places in the place of an exception."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    fault = given[1] if isinstance(given, tuple) else given
    if isinstance(fault, BaseException):
        event["exception"] = told(fault)
    return event


def configure(told: dict[str, Any]) -> None:
    """Set up structlog and the standard library's loggers; called once by Django."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        tell_fault,
        mask_words,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last = structlog.processors.JSONRenderer(ensure_ascii=False)
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"()": structlog.stdlib.ProcessorFormatter, "processor": last, "foreign_pre_chain": shared}
            },
            "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["err"], "level": "WARNING"},
            "loggers": {"lianxinqiao": {"level": "INFO"}},
        }
    )
