"""Run a program that ends with whoever started it, also when that one is killed outright.

`python -m lianxinqiao.upkeep.tether PID PROGRAM WORD…` asks the kernel for SIGTERM at the death of process PID, its
own parent, and then becomes the program. Linux only; elsewhere the program runs untied.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h; kept over exec, not over fork


def tied(command: list[str]) -> list[str]:
    """The command line that runs `command` tied to this very process."""
    return [sys.executable, "-m", "lianxinqiao.upkeep.tether", str(os.getpid()), *command]


def tie(parent: int) -> None:
    """Ask for SIGTERM at the parent's death. Ends this process where the parent died before it could ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(1)


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- the very words that `serve` wrote
