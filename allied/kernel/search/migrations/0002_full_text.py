"""Build the full-text index beside the table of words.

Why     both databases answer alike: words are normalized in Python, the index only finds them.
When    with the first release.
Size    an empty table.
Again   safe: every statement creates what its reverse drops.
Back    drops the index; the words stay in search_entry.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_index USING fts5(scope, body, content='search_entry', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_index(rowid, scope, body) VALUES (new.id, new.scope, new.body); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, scope, body) VALUES ('delete', old.id, old.scope, old.body); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, scope, body) VALUES ('delete', old.id, old.scope, old.body); "
    "INSERT INTO search_index(rowid, scope, body) VALUES (new.id, new.scope, new.body); END",
]
POSTGRES = [
    "ALTER TABLE search_entry ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(scope || ' ' || body, ' '))) STORED",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
]


def build(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            schema_editor.execute(f"DROP TRIGGER search_entry_{name}")
        schema_editor.execute("DROP TABLE search_index")
    else:
        schema_editor.execute("ALTER TABLE search_entry DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
