"""HiGHS, quiet and repeatable. Imported only when something is solved."""

import os
import sys
import threading
from typing import Any

import highspy

FEASIBLE = 2  # of primal_solution_status
_BIRTH = threading.Lock()


def _born() -> Any:
    """A new HiGHS. The first of a process prints a banner whatever it is told: to stderr, so that JSON stays JSON."""
    sys.stdout.flush()
    with _BIRTH:
        kept = os.dup(1)
        try:
            os.dup2(2, 1)
            return highspy.Highs()  # type: ignore[no-untyped-call]
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def quiet() -> Any:
    """A HiGHS that prints nothing and takes the same way each time."""
    solver = _born()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("random_seed", 1)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("threads", 1)
    return solver
