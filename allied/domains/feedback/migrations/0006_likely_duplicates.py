import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What may have come in twice, proposed and declined; and up to where feedback was compared.

    Why: people mark duplicates quicker when likely ones are shown. When: any time. Size: two new tables, empty.
    Again: safe. Back: drops both; proposals are worked out anew for what comes in after that.
    """

    dependencies = [("feedback", "0005_triage"), ("people", "__first__")]

    operations = [
        migrations.CreateModel(
            name="Compared",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.product",
                    ),
                ),
                ("upto", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Likely",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chance", models.FloatField()),
                (
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.member",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="likely", to="feedback.feedback"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="feedback.feedback"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "other"), name="feedback_likely_is_once")],
            },
        ),
    ]
