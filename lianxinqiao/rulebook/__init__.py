"""Reads, checks and versions rule files; the working-day calendar."""

from lianxinqiao.rulebook.book import Rulebook, current, load
from lianxinqiao.rulebook.faults import Fault, RulebookFault
from lianxinqiao.rulebook.values import Choice, Value

__all__ = ["Choice", "Fault", "Rulebook", "RulebookFault", "Value", "current", "load"]
