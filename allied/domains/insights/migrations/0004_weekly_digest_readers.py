"""Remember who wants the weekly digest of a product by e-mail.

Why     a week of claims should reach who follows a product without their opening Allied.
When    with the version that sends it.
Size    empty at first; a row a member and product at most.
Again   safe to re-run.
Back    the choices go; nothing else refers to them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0003_contradiction_watch"),
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_for", models.DateField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.member"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.product"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "product"), name="insights_digest_reader_is_once")
                ],
            },
        ),
    ]
