"""The full-text index over SearchRow.tokens, in the words of the database at hand.

SQLite: an FTS5 table that reads its content from base_searchrow and is kept by triggers; `secure-delete`
wipes a removed row out of the index at once, so that an erasure is one.
PostgreSQL: a GIN index over the same expression that base/search.py asks.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE base_searchfts USING fts5"
    "(tokens, content='base_searchrow', content_rowid='id', tokenize='ascii', columnsize=0)",
    "INSERT INTO base_searchfts(base_searchfts, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER base_search_in AFTER INSERT ON base_searchrow BEGIN "
    "INSERT INTO base_searchfts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER base_search_out AFTER DELETE ON base_searchrow BEGIN "
    "INSERT INTO base_searchfts(base_searchfts, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER base_search_anew AFTER UPDATE OF tokens ON base_searchrow BEGIN "
    "INSERT INTO base_searchfts(base_searchfts, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO base_searchfts(rowid, tokens) VALUES (new.id, new.tokens); END",
]
POSTGRESQL = ["CREATE INDEX base_search_tsv ON base_searchrow USING gin (to_tsvector('simple', tokens))"]


def forward(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement, params=None)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("in", "out", "anew"):
            schema_editor.execute(f"DROP TRIGGER base_search_{name}", params=None)
        schema_editor.execute("DROP TABLE base_searchfts", params=None)
    else:
        schema_editor.execute("DROP INDEX base_search_tsv", params=None)


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
