from lianxinqiao.inbox.models.message import Message

__all__ = ["Message"]
