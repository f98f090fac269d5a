"""Keep the words of a node beside its vector.

Why     texts are ranked by words in memory, alike on both databases.
When    with the version that ranks so.
Size    all vectors are dropped and filled in again by the hourly job: 6,000 a second.
Again   safe to re-run.
Back    nothing to undo; the column goes.
"""

from django.db import migrations, models


def drop_vectors(apps, _schema_editor):
    for name in ("Vector", "Progress"):
        apps.get_model("embeddings", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("embeddings", "0001_vectors_of_nodes"),
    ]

    operations = [
        migrations.RunPython(drop_vectors, migrations.RunPython.noop),
        migrations.AddField(
            model_name="vector",
            name="terms",
            field=models.BinaryField(default=b""),
        ),
    ]
