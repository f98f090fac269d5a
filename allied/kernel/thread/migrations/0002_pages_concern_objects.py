"""Why: a page concerns the objects that its text refers to. Size: the table of links is written anew on SQLite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nodes", "0001_initial"),
        ("people", "0002_preferences"),
        ("thread", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="link",
            name="thread_link_relation_is_known",
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "relation__in",
                        [
                            "addresses",
                            "blocks",
                            "concerns",
                            "contradicts",
                            "derived_from",
                            "duplicates",
                            "part_of",
                            "supersedes",
                            "supports",
                        ],
                    )
                ),
                name="thread_link_relation_is_known",
            ),
        ),
    ]
