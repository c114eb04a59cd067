from lianxinqiao.studios.models.enrolment import Enrolment
from lianxinqiao.studios.models.studio import Studio

__all__ = ["Enrolment", "Studio"]
