"""Keep which language model a workspace connected, and its sealed key.

Why     an administrator may connect a model that words answers.
When    before the server starts.
Size    one row a workspace.
Again   safe: Django adds the table once.
Back    drops the table; the model must be entered again.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.workspace",
                    ),
                ),
                ("base_url", models.CharField(max_length=300)),
                ("model", models.CharField(max_length=120)),
                ("key", models.BinaryField(default=b"")),
                ("sealed", models.BinaryField(default=b"")),
                ("is_on", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
        ),
    ]
