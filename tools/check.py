"""What can be judged without running the program: contracts, types, lint, form, migrations, words, drawings."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str | Path]] = {
    "contracts": [BIN / "lint-imports"],
    "lint": [BIN / "ruff", "check", "."],
    "form": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "migrations": [sys.executable, "-m", "lianxinqiao", "makemigrations", "--check", "--dry-run"],
    "settings": [sys.executable, "-m", "lianxinqiao", "check"],
    "translations": [sys.executable, "tools/translate.py", "--check"],
    "drawings": [sys.executable, "tools/draw.py", "--check"],
}


def main(names: list[str]) -> int:
    """Run all checks, or those named, also after a failure. Exit 0 good, 1 something found, 2 wrong name."""
    if set(names) - set(CHECKS):
        print(__doc__, "Names:", ", ".join(CHECKS))
        return 2
    failed = []
    with tempfile.TemporaryDirectory(prefix="lxq-check-") as home:
        env = {**os.environ, "LXQ_HOME": home, "LXQ_DATABASE": ""}
        for name in names or CHECKS:
            begun = time.monotonic()
            done = subprocess.run(
                CHECKS[name], cwd=ROOT, env=env, text=True, capture_output=True, stdin=subprocess.DEVNULL, check=False
            )
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - begun:.0f} s)", flush=True)
            if done.returncode:
                print(done.stdout + done.stderr, flush=True)
                failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
