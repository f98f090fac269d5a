"""Find the claims that people dispute by an index.

Why     Home names those of its reader; it asked for the strength of every object that the reader had made.
When    any time; both versions of the code work with it and without.
Size    one index on a row a claim, built in a second for 100,000 claims.
Again   safe: Django adds it once.
Back    drops it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("thread", "0002_pages_concern_objects")]

    operations = [
        migrations.AddIndex(
            model_name="strength",
            index=models.Index(fields=["workspace", "flag"], name="thread_strength_by_flag"),
        ),
    ]
