import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables of imports come from the feedback slice. Names change in the next migration; no row moves."""

    initial = True

    dependencies = [
        ("feedback", "0003_shapes"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Waiting for its columns to be checked"),
                                    ("running", "Running"),
                                    ("stopped", "Stopped"),
                                    ("done", "Done"),
                                    ("undoing", "Being undone"),
                                    ("undone", "Undone"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("file_name", models.CharField(max_length=200)),
                        ("file_key", models.CharField(max_length=32)),
                        ("size", models.PositiveBigIntegerField()),
                        ("encoding", models.CharField(max_length=20)),
                        ("unreadable", models.PositiveIntegerField(default=0)),
                        ("delimiter", models.CharField(max_length=1)),
                        ("quote", models.CharField(blank=True, max_length=1)),
                        ("escape", models.CharField(blank=True, max_length=1)),
                        ("has_header", models.BooleanField()),
                        ("columns", models.JSONField(default=list)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("source", models.CharField(max_length=60)),
                        ("mapping", models.JSONField(default=dict)),
                        ("undated_on", models.DateField()),
                        ("offset", models.PositiveBigIntegerField(default=0)),
                        ("row", models.PositiveIntegerField(default=0)),
                        ("read", models.PositiveIntegerField(default=0)),
                        ("stored", models.PositiveIntegerField(default=0)),
                        ("already_here", models.PositiveIntegerField(default=0)),
                        ("left_out", models.PositiveIntegerField(default=0)),
                        ("hidden", models.PositiveIntegerField(default=0)),
                        ("undated", models.PositiveIntegerField(default=0)),
                        ("filled", models.JSONField(default=list)),
                        ("reasons", models.JSONField(default=dict)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="jobs.job"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.product"
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.member",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.workspace"
                            ),
                        ),
                        ("people", models.PositiveIntegerField(default=0)),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("table", "Values with a separator"),
                                    ("notes", "Text, one row a paragraph"),
                                    ("xlsx", "Excel workbook"),
                                    ("json", "JSON"),
                                    ("jsonl", "JSON, one object a line"),
                                ],
                                default="table",
                                max_length=10,
                            ),
                        ),
                        ("sheet", models.CharField(blank=True, max_length=100)),
                        ("sheets", models.JSONField(default=list)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("workspace", "number"), name="feedback_import_number_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "read",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("stored"), "+", models.F("already_here")
                                            ),
                                            "+",
                                            models.F("left_out"),
                                        ),
                                    )
                                ),
                                name="feedback_import_every_row_has_a_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_import_undoing_is_whole",
                            ),
                        ],
                        "db_table": "feedback_import",
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("noted", "Stored with a remark"),
                                    ("already_here", "Already here"),
                                    ("left_out", "Left out"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=30)),
                        ("sentence", models.TextField()),
                        ("beginning", models.CharField(blank=True, max_length=120)),
                        ("cells", models.JSONField(null=True)),
                        (
                            "node",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="nodes.node",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="importing.import",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["of", "outcome", "number"], name="feedback_results_in_order")],
                        "constraints": [
                            models.UniqueConstraint(fields=("of", "number"), name="feedback_import_row_has_one_result")
                        ],
                        "db_table": "feedback_importrow",
                    },
                ),
            ],
        ),
    ]
