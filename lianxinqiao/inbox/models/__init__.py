from lianxinqiao.inbox.models.message import Message
from lianxinqiao.inbox.models.outgoing import Outgoing

__all__ = ["Message", "Outgoing"]
