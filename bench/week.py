"""Send the demo city of LXQ_HOME a week forward and wait; prints the seconds from the press to the last day.

python -m bench.week (bench.demo runs it beside a running `lxq demo`)
"""

import os
import sys
import time

from lianxinqiao.config import sqlite

PATIENCE = 120  # seconds


def seconds() -> float:
    """From asking until the worker has lived the week; other processes see it through the cache, as pages do."""
    from lianxinqiao.simulation import stepping

    start = time.perf_counter()
    stepping.ask(to="week")
    while (now := stepping.state()).running:
        if now.fault or time.perf_counter() - start > PATIENCE:
            raise RuntimeError(f"the week did not pass: {now}")
        time.sleep(0.05)
    return time.perf_counter() - start


if __name__ == "__main__":
    sqlite.alias()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianxinqiao.config.settings"
    import django

    django.setup()
    sys.stdout.write(f"{seconds():.3f}\n")
