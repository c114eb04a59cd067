"""What may be done to studios: each act one function, one line."""

from lianxinqiao.studios.actions.enrol import enrol, leave
from lianxinqiao.studios.actions.plan import correct, plan
from lianxinqiao.studios.actions.plate import plate, remove_plate

__all__ = ["correct", "enrol", "leave", "plan", "plate", "remove_plate"]
