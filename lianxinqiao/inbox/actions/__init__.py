from lianxinqiao.inbox.actions.post import post
from lianxinqiao.inbox.actions.read import read

__all__ = ["post", "read"]
