"""Keep how many people an import brought, and order the inbox by what was added last.

Why     counting people anew for each result page, and sorting 100,000 items, took too long.
When    after every running process writes the count; until then a result says 0 people.
Size    one column on a small table; one index, built in a few seconds for a million items.
Again   safe: Django adds each once.
Back    drops both; the count can be worked out again from the feedback.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
        ("nodes", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="people",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["workspace", "-node"], name="feedback_added_last"),
        ),
    ]
