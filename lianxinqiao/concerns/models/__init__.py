from lianxinqiao.concerns.models.concern import Concern
from lianxinqiao.concerns.models.mark import Mark
from lianxinqiao.concerns.models.note import Note
from lianxinqiao.concerns.models.original import Original
from lianxinqiao.concerns.models.photo import Photo
from lianxinqiao.concerns.models.receipt import Receipt
from lianxinqiao.concerns.models.reveal import Reveal

__all__ = ["Concern", "Mark", "Note", "Original", "Photo", "Receipt", "Reveal"]
