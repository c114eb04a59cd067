"""Collect the words of programs and pages into locale/, draft traditional Chinese, compile.

    python tools/translate.py            collect, draft zh_Hant with OpenCC (marked fuzzy = to be proof-read), compile
    python tools/translate.py --check    exit 1 on missing, fuzzy, unused or misshapen entries; writes nothing
    python tools/translate.py --accept zh_Hant   after proof-reading: take the marks off
    python tools/translate.py --compile  .mo only

Source strings are simplified Chinese, so there is no zh_Hans catalogue. Entries are sorted by their text and carry
file names without lines: a catalogue changes only where words change.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ("en", "zh_Hant")
DRAFTS = {"zh_Hant": "s2hk"}
"""OpenCC's table: characters by the Hong Kong standard. s2twp would change official terms (信息 into 資訊)."""

METHODS = [("lianxinqiao/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {
    name: {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
    for name, method in METHODS
    if method == "jinja2"
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the header instead of a date, which would change at each run."""

HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def path_of(locale: str, root: Path = ROOT) -> Path:
    """The catalogue of a locale."""
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def collect(root: Path = ROOT) -> Catalog:
    """Every string that the programs and pages ask to have translated."""
    found = Catalog(project="LianXinQiao", charset="utf-8", creation_date=NEVER, revision_date=NEVER)
    messages = extract_from_dir(
        root, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, text, comments, context in messages:
        found.add(text, locations=[(Path(file).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def read(locale: str, root: Path = ROOT) -> Catalog:
    """The catalogue as it lies there, empty where there is none."""
    path = path_of(locale, root)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def write(locale: str, catalogue: Catalog, root: Path = ROOT) -> None:
    """Write sorted, unwrapped, without lines or dates."""
    catalogue.creation_date = catalogue.revision_date = NEVER
    catalogue.fuzzy = False
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "LianXinQiao", "1", "docs/adr/0009"
    catalogue.last_translator, catalogue.language_team = "LianXinQiao", locale
    catalogue.header_comment = f"# 连心桥 LianXinQiao · {locale}\n# make translate"
    path = path_of(locale, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def texts(told: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A message's id or string as a tuple, one for each plural form."""
    return (told or "",) if told is None or isinstance(told, str) else tuple(told)


def _draft(catalogue: Catalog, table: str) -> int:
    import opencc

    convert, n = opencc.OpenCC(table).convert, 0
    for message in entries(catalogue):
        if not any(texts(message.string)):
            drafts = [convert(text) for text in texts(message.id)]
            message.string = drafts[0] if isinstance(message.id, str) else tuple(drafts[: catalogue.num_plurals])
            message.flags.add("fuzzy")
            n += 1
    return n


def update() -> None:
    """Bring the catalogues to what the programs and pages say."""
    found = collect()
    for locale in LOCALES:
        catalogue = read(locale)
        catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
        drafted = _draft(catalogue, DRAFTS[locale]) if locale in DRAFTS else 0
        write(locale, catalogue)
        empty = sum(not all(texts(message.string)) for message in entries(catalogue))
        print(f"{locale}: {len(catalogue)} entries, {empty} empty, {drafted} drafted for proof-reading")


def accept(locale: str) -> None:
    """Take the marks of proof-reading off."""
    catalogue = read(locale)
    for message in entries(catalogue):
        message.flags.discard("fuzzy")
    write(locale, catalogue)


def compile_all(root: Path = ROOT) -> None:
    """Write the .mo files that run; they are not kept in git."""
    for locale in LOCALES:
        if path_of(locale, root).exists():
            with path_of(locale, root).with_suffix(".mo").open("wb") as file:
                write_mo(file, read(locale, root))


def _holes(told: str) -> list[str]:
    return sorted(HOLES.findall(told))


def _misshapen(message: Message) -> bool:
    """A translation that lost or invented a %(name)s, or starts or ends a line otherwise."""
    allowed = [_holes(text) for text in texts(message.id)]
    return any(text and _holes(text) not in allowed for text in texts(message.string))


def faults(root: Path = ROOT) -> list[str]:
    """What keeps the catalogues from being complete, one line each."""
    found = collect(root)
    wanted = {(message.context, texts(message.id)[0]) for message in entries(found)}
    said: list[str] = []
    for locale in LOCALES:
        catalogue = read(locale, root)
        there = {(message.context, texts(message.id)[0]): message for message in entries(catalogue)}
        said += [f"{locale}: missing: {text}" for context, text in wanted if (context, text) not in there]
        said += [f"{locale}: unused: {text}" for context, text in there if (context, text) not in wanted]
        said += [f"{locale}: unused (kept as a comment): {texts(m.id)[0]}" for m in catalogue.obsolete.values()]
        for (_context, text), message in there.items():
            if message.fuzzy:
                said.append(f"{locale}: not proof-read: {text}")
            elif not all(texts(message.string)):
                said.append(f"{locale}: missing: {text}")
            elif _misshapen(message):
                said.append(f"{locale}: other placeholders: {text} / {texts(message.string)[0]}")
    return sorted(said)


def main(words: list[str]) -> int:
    """Exit 0 good, 1 something found, 2 used wrongly."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--check", action="store_true")
    told.add_argument("--compile", action="store_true")
    told.add_argument("--accept", choices=LOCALES)
    asked = told.parse_args(words)
    if asked.check:
        found = faults()
        print("\n".join(found) or "translations: complete")
        return 1 if found else 0
    if asked.accept:
        accept(asked.accept)
    elif not asked.compile:
        update()
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
