"""Build bench/README.md from bench/results/*.json.

    python -m bench.readme [--check]

`--check` writes nothing and exits 1 where the file says something else than the results.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.figures import RESULTS, Figure, written

README = Path(__file__).with_name("README.md")
HEAD = """\
# What it costs

Built by `python -m bench.readme` from `results/*.json`; do not edit. `make bench` measures everything anew.

Quote ratios, not absolute figures: what stands in a ratio was measured in the same run, in turns, on the same server,
and a ratio is the median of the ratios of the rounds. CPU is user and system time of the whole server, from /proc.
The aims stand in the programs beside this file and were set before anything was measured; a missed one says NOT MET.
"""


def text() -> str:
    """The whole file."""
    parts = [HEAD, *(_section(json.loads(file.read_text(encoding="utf-8"))) for file in sorted(RESULTS.glob("*.json")))]
    return "\n".join(parts)


def _section(told: dict[str, Any]) -> str:
    rows = [_row(Figure(**figure)) for figure in told["figures"]]
    settings = "".join(f", {name.replace('_', ' ')} {value}" for name, value in told["settings"].items())
    where = f"{told['system']}, {told['cores']} cores, Python {told['python']}, Django {told['django']}"
    return "\n".join(
        [
            f"## {told['bench']}",
            "",
            told["what"],
            "",
            "| figure | measured | aim | |",
            "|---|--:|--:|---|",
            *rows,
            "",
            f"{told['at']}; {where}, SQLite {told['sqlite']}{settings}.",
            "",
        ]
    )


def _row(figure: Figure) -> str:
    measured = f"{written(figure.value)} {figure.unit}".strip()
    verdict = f"**{figure.verdict}**" if figure.verdict == "NOT MET" else figure.verdict
    return f"| {figure.words} | {measured} | {figure.aim or '–'} | {verdict} |"


def main() -> None:
    """Write the file, or compare it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--check", action="store_true")
    if not asked.parse_args().check:
        README.write_text(text(), encoding="utf-8")
    elif not README.exists() or README.read_text(encoding="utf-8") != text():
        sys.exit("bench/README.md does not say what bench/results say: run python -m bench.readme")


if __name__ == "__main__":
    main()
