"""Keep predictions with what came of them, the facts that were signed under a brief, and who waived the wordings.

Why     what was expected of a decision is read back; a signature holds for what was signed.
When    with the pages of predictions; signatures given before are void once, since nobody knows what they covered.
Size    three new tables, two columns on small ones.
Again   safe: plain schema.
Back    drops them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0004_brief_signatures"),
        ("nodes", "0004_without_double_indexes"),
        ("people", "0003_last_active"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShownCalibration",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.member",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="briefsignature",
            name="content",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="decision",
            name="waived_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AlterField(
            model_name="briefsignature",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[("withdrawn", "Withdrawn"), ("voided", "Void, because what it says changed")],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Prediction",
            fields=[
                (
                    "node",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="nodes.node",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=30)),
                ("low", models.DecimalField(decimal_places=4, max_digits=16)),
                ("high", models.DecimalField(decimal_places=4, max_digits=16)),
                ("read_on", models.DateField()),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "voice",
                    models.CharField(
                        choices=[
                            ("person", "In my own name"),
                            ("side", "For my side"),
                            ("team", "For the team, both sides together"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("ux", "UX"), ("product", "Product"), ("other", "Other")], max_length=10),
                ),
                (
                    "discipline",
                    models.CharField(
                        choices=[
                            ("ux_research", "UX research"),
                            ("design", "Design"),
                            ("content", "Content"),
                            ("product", "Product"),
                            ("engineering", "Engineering"),
                            ("data", "Data"),
                            ("support", "Support"),
                            ("sales", "Sales"),
                            ("marketing", "Marketing"),
                            ("leadership", "Leadership"),
                            ("other", "Another"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "about",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="nodes.node"
                    ),
                ),
                (
                    "reads",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("n", models.PositiveIntegerField(null=True)),
                ("low", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("high", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("read_at", models.DateTimeField()),
                ("disputed_because", models.CharField(blank=True, max_length=500)),
                ("disputed_at", models.DateTimeField(null=True)),
                (
                    "disputed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "prediction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="decisions.prediction"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="prediction",
            index=models.Index(fields=["reads", "read_on"], name="decisions_prediction_due"),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=models.CheckConstraint(
                condition=models.Q(("low__lte", models.F("high"))), name="decisions_prediction_range_runs_upwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 1), ("percent__lte", 99)),
                name="decisions_prediction_is_never_certain",
            ),
        ),
        migrations.AddConstraint(
            model_name="prediction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="decisions_prediction_gives_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("figure__isnull", True),
                        ("low__isnull", True),
                        ("n__isnull", True),
                        models.Q(("note", ""), _negated=True),
                    ),
                    models.Q(("figure__isnull", False), ("n__gte", 1)),
                    _connector="OR",
                ),
                name="decisions_reading_is_a_figure_with_n_or_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("high__isnull", True), ("low__isnull", True)),
                    models.Q(("high__gte", models.F("figure")), ("low__lte", models.F("figure"))),
                    _connector="OR",
                ),
                name="decisions_reading_interval_holds_the_figure",
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disputed_at__isnull", True), ("disputed_because", ""), ("disputed_by__isnull", True)),
                    models.Q(
                        models.Q(("disputed_because", ""), _negated=True),
                        ("disputed_at__isnull", False),
                        ("disputed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="decisions_reading_dispute_is_whole",
            ),
        ),
    ]
