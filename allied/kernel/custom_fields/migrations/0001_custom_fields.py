"""Fields that a workspace gives its objects, their options, and what they hold.

Why: teams sort and filter by what only they know, such as a branch group or a legal deadline.
When: with the version that brings custom fields; it may run while people work.
Size: three new, empty tables.
Again: it makes nothing twice.
Back: drops the tables with what was filled in.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("nodes", "0002_trash_and_private"),
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("key", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("yes_no", "Yes or no"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("person", "Person"),
                            ("link", "Link"),
                        ],
                        max_length=10,
                    ),
                ),
                ("help", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FieldOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
                ("is_offered", models.BooleanField(default=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="custom_fields.customfield",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FieldValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, max_length=500)),
                ("number", models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ("is_yes", models.BooleanField(null=True)),
                ("day", models.DateField(null=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="custom_fields.customfield",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="custom_values", to="nodes.node"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="custom_fields.fieldoption",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.member"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(fields=("workspace", "kind", "key"), name="custom_fields_key_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(
                models.F("workspace"),
                models.F("kind"),
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("archived_at", None)),
                name="custom_fields_name_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("type__in", ["text", "number", "date", "yes_no", "choice", "choices", "person", "link"])
                ),
                name="custom_fields_type_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldoption",
            constraint=models.UniqueConstraint(
                models.F("field"), django.db.models.functions.text.Lower("label"), name="custom_fields_option_is_once"
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["field", "number", "node"],
                name="custom_fields_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                condition=models.Q(("day__isnull", False)), fields=["field", "day", "node"], name="custom_fields_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                condition=models.Q(("option__isnull", False)),
                fields=["field", "option", "node"],
                name="custom_fields_by_option",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                condition=models.Q(("text", ""), _negated=True),
                fields=["field", "text", "node"],
                name="custom_fields_by_text",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldvalue",
            index=models.Index(
                condition=models.Q(("option__isnull", False)), fields=["option"], name="custom_fields_of_option"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldvalue",
            constraint=models.UniqueConstraint(fields=("node", "field", "option"), name="custom_fields_choice_is_once"),
        ),
        migrations.AddConstraint(
            model_name="fieldvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("option", None)), fields=("node", "field"), name="custom_fields_value_is_one"
            ),
        ),
    ]
