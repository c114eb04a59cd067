from lianxinqiao.concerns.actions.accept import accept
from lianxinqiao.concerns.actions.answer import answer
from lianxinqiao.concerns.actions.assign import assign
from lianxinqiao.concerns.actions.close import close
from lianxinqiao.concerns.actions.decline import decline
from lianxinqiao.concerns.actions.erase import erase
from lianxinqiao.concerns.actions.mark import mark
from lianxinqiao.concerns.actions.note import note
from lianxinqiao.concerns.actions.rate import rate
from lianxinqiao.concerns.actions.receive import receive
from lianxinqiao.concerns.actions.reopen import reopen
from lianxinqiao.concerns.actions.reveal import reveal

__all__ = [
    "accept",
    "answer",
    "assign",
    "close",
    "decline",
    "erase",
    "mark",
    "note",
    "rate",
    "receive",
    "reopen",
    "reveal",
]
