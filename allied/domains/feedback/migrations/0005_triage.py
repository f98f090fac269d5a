import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who looks after an item, and what came in twice.

    Why: people sort an inbox together, and the same ticket comes by mail and by file.
    When: any time. Size: one null column and a partial index on feedback, one new table. Again: safe. Back: drops both.
    """

    dependencies = [("feedback", "0004_imports_move_out"), ("people", "__first__")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="assigned_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.member",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("assigned_to__isnull", False)), fields=["assigned_to"], name="feedback_assigned"
            ),
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="duplicate",
                        serialize=False,
                        to="feedback.feedback",
                    ),
                ),
                ("marked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("moved", models.JSONField(default=list)),
                ("tied", models.JSONField(default=list)),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duplicates",
                        to="feedback.feedback",
                    ),
                ),
            ],
        ),
    ]
