"""Name owners of both sides of a claim, a day to read it again, and why it leads to nothing for now.

Why     a claim that nobody owns goes stale, and one that leads to nothing asks to be used.
When    with the version that reminds of both on Home.
Size    one row an insight; nothing is filled in.
Again   safe to re-run.
Back    owners, reviews and reasons go with their columns.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_insights"),
        ("nodes", "0002_trash_and_private"),
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.AddField(
            model_name="insight",
            name="parked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="insight",
            name="parked_because",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="insight",
            name="parked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AddField(
            model_name="insight",
            name="product_owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AddField(
            model_name="insight",
            name="review_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="insight",
            name="reviewed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="insight",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AddField(
            model_name="insight",
            name="ux_owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ux_owner__isnull", True),
                    ("product_owner__isnull", True),
                    models.Q(("ux_owner", models.F("product_owner")), _negated=True),
                    _connector="OR",
                ),
                name="insights_insight_owners_are_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="insights_insight_review_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="insight",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parked_at__isnull", True), ("parked_because", ""), ("parked_by__isnull", True)),
                    models.Q(
                        ("parked_at__isnull", False),
                        ("parked_by__isnull", False),
                        models.Q(("parked_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="insights_insight_parking_is_whole",
            ),
        ),
    ]
