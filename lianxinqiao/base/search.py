"""Full-text search over ready tokens: FTS5 on SQLite, tsvector on PostgreSQL, the same answers on both.

Tokens are stored in plain hexadecimal (t + UTF-8), because neither engine's own splitter knows all Han
characters: FTS5's tables end with Unicode 6.1, before 𬎆 was encoded. base knows no language; callers
bring `language.search_tokens` and `language.search_phrases`.
"""

from collections.abc import Iterable, Sequence

from django.db import connections, router
from django.db.models.expressions import RawSQL

from lianxinqiao.base.models import SearchRow

MOST = 500  # things a search returns
ANY_ENDING = "*"  # at the end of a query token: every token that begins so

FTS = "SELECT rowid FROM base_searchfts WHERE base_searchfts MATCH %s"
TSV = "SELECT id FROM base_searchrow WHERE to_tsvector('simple', tokens) @@ to_tsquery('simple', %s)"


def _coded(token: str) -> str:
    return "t" + token.encode().hex()


def put(*, kind: str, thing_id: str, path: str, tokens: Iterable[str]) -> None:
    """Index a thing, or index it anew; in the caller's transaction."""
    words = " ".join(map(_coded, tokens))
    SearchRow.objects.update_or_create(kind=kind, thing_id=thing_id, defaults={"path": path, "tokens": words})


def drop(*, kind: str, thing_id: str) -> None:
    """Take a thing out of the index; dropping twice is no fault."""
    SearchRow.objects.filter(kind=kind, thing_id=thing_id).delete()


def _fts_phrase(phrase: Sequence[str]) -> str:
    words = " ".join(_coded(t.removesuffix(ANY_ENDING)) for t in phrase)
    return f'"{words}"' + (" *" if phrase[-1].endswith(ANY_ENDING) else "")


def _tsv_phrase(phrase: Sequence[str]) -> str:
    words = [_coded(t.removesuffix(ANY_ENDING)) + (":*" if t.endswith(ANY_ENDING) else "") for t in phrase]
    return "(" + " <-> ".join(words) + ")"


def _matching(phrases: Sequence[Sequence[str]]) -> RawSQL:
    """Ids of the rows that hold all phrases; the query text is built of hexadecimal only."""
    if connections[router.db_for_read(SearchRow)].vendor == "sqlite":
        return RawSQL(FTS, [" AND ".join(map(_fts_phrase, phrases))])  # noqa: S611 -- constant SQL, bound value
    return RawSQL(TSV, [" & ".join(map(_tsv_phrase, phrases))])  # noqa: S611 -- constant SQL, bound value


def find(*, kind: str, phrases: Sequence[Sequence[str]], path: str = "/", most: int = MOST) -> list[str]:
    """Ids of the things of `kind` at or below `path` that hold every phrase, newest first; one query.

    It says nothing of who may see them: join with the room's own `visible_to`. No phrase finds nothing.
    """
    sought = [phrase for phrase in phrases if phrase]
    if not sought:
        return []
    rows = SearchRow.objects.filter(kind=kind, path__startswith=path, pk__in=_matching(sought))
    return list(rows.order_by("-pk").values_list("thing_id", flat=True)[:most])
