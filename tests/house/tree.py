"""The checkout as the house tests read it: files, rooms, floors, reviewed lists. Nothing here imports the house."""

import ast
import configparser
import functools
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lianxinqiao"
HERE = Path(__file__).resolve().parent

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def importlinter() -> configparser.ConfigParser:
    """The contracts."""
    told = configparser.ConfigParser()
    told.read(ROOT / ".importlinter", encoding="utf-8")
    return told


def words(section: str, key: str) -> list[str]:
    """A list of a contract."""
    return importlinter()[f"importlinter:contract:{section}"][key].split()


@functools.cache
def floors() -> dict[str, int]:
    """Room → height; neighbours share one."""
    layers = importlinter()["importlinter:contract:house"]["layers"].strip().splitlines()
    return {room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")}


@functools.cache
def domain_rooms() -> tuple[str, ...]:
    """Rooms in which only the ten file names are allowed."""
    return tuple(name.removeprefix("lianxinqiao.") for name in words("rooms", "containers"))


def python_files(below: Path = PACKAGE) -> list[Path]:
    """Every program of the house, migrations aside."""
    return sorted(path for path in below.rglob("*.py") if "migrations" not in path.parts)


def inside(path: Path) -> str:
    """`concerns/actions/assign.py`."""
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    """`concerns`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def file_of(path: Path) -> str:
    """Which of the ten names a file of a room is or lies in: `actions`."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


@functools.cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def action_files(room: str) -> list[Path]:
    """The files of a room's actions."""
    return [path for path in python_files(PACKAGE / room) if file_of(path) == "actions"]


def functions(path: Path) -> dict[str, Function]:
    """The functions at the top of a file."""
    return {node.name: node for node in parsed(path).body if isinstance(node, FUNCTIONS)}


def decorators(node: Function) -> set[str]:
    """The last names of a function's decorators: `acting` of `@doors.acting("assign")`."""
    names = set()
    for each in node.decorator_list:
        told = each.func if isinstance(each, ast.Call) else each
        names.add(told.attr if isinstance(told, ast.Attribute) else getattr(told, "id", ""))
    return names


def exported(path: Path) -> set[str] | None:
    """The names in a file's __all__, None where there is none."""
    for node in parsed(path).body:
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "__all__" for t in node.targets):
            return set(ast.literal_eval(node.value))
    return None


def all_in_actions(room: str) -> dict[str, tuple[Path, Function]]:
    """Every function at the top of a room's action files."""
    return {name: (path, node) for path in action_files(room) for name, node in functions(path).items()}


def public_actions(room: str) -> dict[str, tuple[Path, Function]]:
    """The verbs of a room: what is decorated as one, and what its face shows (`__all__`, or all of a single file)."""
    face = PACKAGE / room / "actions" / "__init__.py"
    shown = exported(face) if face.exists() else None
    return {
        name: (path, node)
        for name, (path, node) in all_in_actions(room).items()
        if "action" in decorators(node) or (not name.startswith("_") and (shown is None or name in shown))
    }


def imports(path: Path) -> Iterator[tuple[int, str, str, str]]:
    """(line, module, name, as) of everything that a file imports; for `import a.b` the name is empty."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield node.lineno, node.module or "", each.name, each.asname or each.name
        elif isinstance(node, ast.Import):
            for each in node.names:
                yield node.lineno, each.name, "", each.asname or each.name


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call inside."""
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute, with calls left out: `Concern.objects.filter` of `Concern.objects.filter(x)`."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return getattr(node, "id", "")


def reviewed(name: str) -> dict[str, str]:
    """A reviewed list: entry → the reason that must stand beside it."""
    entries: dict[str, str] = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            entry, _, reason = line.partition("  ")
            assert reason.strip(), f"{name}: “{entry}” has no reason"
            entries[entry.strip()] = reason.strip()
    return entries


def templates() -> list[Path]:
    """Every page and part."""
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a program; the holes of an f-string are `*`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values]
            yield node.lineno, "".join(parts)


HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
