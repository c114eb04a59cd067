from lianxinqiao.base.models.job import Job, JobState
from lianxinqiao.base.models.search import SearchRow
from lianxinqiao.base.models.sent import Sent
from lianxinqiao.base.models.trace import Count, LastUse, Visit

__all__ = ["Count", "Job", "JobState", "LastUse", "SearchRow", "Sent", "Visit"]
