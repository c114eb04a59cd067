from lianxinqiao.inbox.actions.post import post
from lianxinqiao.inbox.actions.read import read
from lianxinqiao.inbox.actions.send import send
from lianxinqiao.inbox.actions.settle import settle

__all__ = ["post", "read", "send", "settle"]
