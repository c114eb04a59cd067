"""Draw docs/flows/ from the workflows, docs/rights.md from tests/rights.csv, the floors of docs/map.md.

python tools/draw.py            write
python tools/draw.py --check    exit 1 and name what differs; writes nothing
"""

import configparser
import csv
import importlib
import os
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- floors: drawn by tools/draw.py, do not edit -->", "<!-- end of floors -->"

REACH = {
    "yes": "✓",
    "own": "✓ 本人或辖内",
    "assigned": "✓ 分到的",
    "forwarded": "✓ 转到的",
    "consented": "经本人同意",
    "aggregate": "合计（≥5）",
    "reveal": "说明理由",
    "custodians": "两名保管员",
    "no": "",
}
"""The words of tests/rights.csv as a reader of the page sees them."""


def start_django() -> None:
    """Load the house with a home that is thrown away; drawing needs no installation."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("LXQ_HOME", tempfile.mkdtemp(prefix="lxq-draw-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")
    import django

    django.setup()


def workflows() -> dict[str, dict[str, Any]]:
    """room -> name -> table, for every `workflow` file of the house."""
    from lianxinqiao.base.workflow import Workflow

    found: dict[str, dict[str, Any]] = {}
    for path in sorted((ROOT / "lianxinqiao").glob("*/workflow*")):
        if path.name not in {"workflow.py", "workflow"}:
            continue
        room = path.parent.name
        module = importlib.import_module(f"lianxinqiao.{room}.workflow")
        tables = {name: value for name, value in vars(module).items() if isinstance(value, Workflow)}
        found[room] = dict(sorted(tables.items()))
    return found


def flow_page(room: str, tables: dict[str, Any]) -> str:
    """One room's page: each table as a diagram and as rows."""
    from django.apps import apps

    from lianxinqiao.base.workflow import mermaid

    title = apps.get_app_config(room).verbose_name
    parts = [
        f"# {title}\n",
        f"Drawn from `lianxinqiao/{room}/workflow.py` by `make draw`; edit the table, not this page.\n",
    ]
    for table in tables.values():
        states = type(table.start)
        parts += [f"## {(states.__doc__ or states.__name__).strip().splitlines()[0]}\n", mermaid(table)]
        rows = [f"| {a.label} `{a.value}` | {verb.label} `{verb.value}` | {b.label} |" for a, verb, b in table.edges()]
        parts.append("\n".join(["| 状态 | 动作 | 之后 |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def rights_page(file: Path) -> str:
    """tests/rights.csv as tables, one for each thing."""
    from lianxinqiao.organisation.enums import RoleName

    with file.open(encoding="utf-8", newline="") as opened:
        head, *rows = list(csv.reader(opened))
    names = {**{role.value: str(role.label) for role in RoleName}, "resident": "反映人", "public": "公众"}
    legend = "；".join(f"{word} = `{told}`" for told, word in REACH.items())
    parts = [
        "# 谁可以看什么、做什么\n",
        "Drawn from `tests/rights.csv` by `make draw`; edit the table, not this page.\n",
        legend + "。\n",
    ]
    for thing, group in groupby(rows, key=lambda row: row[0]):
        columns = [names.get(name, name) for name in head[2:]]
        parts += [f"## {thing}\n", "| | " + " | ".join(columns) + " |", "|---|" + ":-:|" * len(columns)]
        parts += [f"| `{row[1]}` | " + " | ".join(REACH.get(cell, cell) for cell in row[2:]) + " |" for row in group]
        parts.append("")
    return "\n".join(parts)


def floors() -> list[tuple[int, list[str]]]:
    """(height, rooms) from the top down, as .importlinter has them."""
    told = configparser.ConfigParser()
    told.read(ROOT / ".importlinter", encoding="utf-8")
    layers = told["importlinter:contract:house"]["layers"].split("\n")
    named = [[room.strip() for room in layer.split("|")] for layer in layers if layer.strip()]
    return [(height, rooms) for height, rooms in zip(reversed(range(len(named))), named, strict=True)]


def _purpose(room: str) -> str:
    doc = importlib.import_module(f"lianxinqiao.{room}").__doc__ or ""
    return " ".join(doc.split("\n\n")[0].split())


def floor_table() -> str:
    """The floors as a table, the words from each room's docstring."""
    rows = [
        f"| {height} | {' · '.join(f'`{room}`' for room in rooms)} | {' · '.join(map(_purpose, rooms))} |"
        for height, rooms in floors()
    ]
    return "\n".join([BEGIN, "| floor | room | what lives there |", "|--:|---|---|", *rows, END])


def map_page(page: Path) -> str:
    """docs/map.md with its floors drawn anew; the prose around them stays."""
    told = page.read_text(encoding="utf-8") if page.exists() else f"# Map of the house\n\n{BEGIN}\n{END}\n"
    if BEGIN not in told or END not in told:
        raise SystemExit(f"{page.relative_to(ROOT)}: the lines “{BEGIN}” and “{END}” are missing")
    before, rest = told.split(BEGIN, 1)
    return before + floor_table() + rest.split(END, 1)[1]


def drawings() -> dict[Path, str]:
    """Every drawn page and what must stand in it."""
    from django.utils import translation

    with translation.override("zh-hans"):
        pages = {
            ROOT / "docs/flows" / f"{room}.md": flow_page(room, tables)
            for room, tables in workflows().items()
            if tables
        }
        rights = ROOT / "tests/rights.csv"
        if rights.exists():
            pages[ROOT / "docs/rights.md"] = rights_page(rights)
        pages[ROOT / "docs/map.md"] = map_page(ROOT / "docs/map.md")
    return pages


def differing(pages: dict[Path, str]) -> list[str]:
    """Pages that are not what the tables say, and flows of rooms that have no table."""
    stray = set((ROOT / "docs/flows").glob("*.md")) - set(pages)
    wrong = [page for page, told in pages.items() if not page.exists() or page.read_text(encoding="utf-8") != told]
    return sorted(str(page.relative_to(ROOT)) for page in [*wrong, *stray])


def main(words: list[str]) -> int:
    """Exit 0 good, 1 something differs, 2 used wrongly."""
    if words not in ([], ["--check"]):
        print(__doc__)
        return 2
    start_django()
    pages = drawings()
    wrong = differing(pages)
    if words:
        print("\n".join(f"{name}: not what the tables say (make draw)" for name in wrong) or "drawings: true")
        return 1 if wrong else 0
    for name in wrong:
        page = ROOT / name
        if page in pages:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(pages[page], encoding="utf-8")
        else:
            page.unlink()
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
