"""The house's own settings plus two plain views to measure against, in the same server."""

from lianxinqiao.config.settings import *  # noqa: F403 -- a bench is the whole house and two views
from lianxinqiao.config.settings import ROOT, TEMPLATES

ROOT_URLCONF = "bench.floor"
TEMPLATES[0]["DIRS"] = [ROOT / "templates", ROOT / "bench" / "templates"]  # type: ignore[index]
