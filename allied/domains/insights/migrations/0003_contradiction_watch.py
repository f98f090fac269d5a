"""Offer new evidence near published claims to a person.

Why     what disagrees with a claim should reach whoever relies on it, and nothing is linked by itself.
When    with the version that compares what came in with what stands.
Size    at most 25 waiting rows a claim; empty at first. What came in over the last 30 days is compared behind the next write.
Again   safe to re-run.
Back    suggestions go; what people confirmed are links and stay.
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0002_owners_review_parking"),
        ("nodes", "0002_trash_and_private"),
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watched",
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
                ("generation", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nearness", models.FloatField()),
                (
                    "lean",
                    models.CharField(
                        choices=[
                            ("contradicts", "Seems to disagree"),
                            ("supports", "Seems to agree"),
                            ("unclear", "Unclear"),
                        ],
                        max_length=11,
                    ),
                ),
                ("cue", models.CharField(blank=True, max_length=10)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("relation", models.CharField(blank=True, max_length=11)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "claim",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nodes.node"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.member"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="nodes.node"),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["workspace", "lean", "-nearness"],
                        name="insights_suggestion_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "evidence"), name="insights_suggestion_is_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("relation", ""),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("relation__in", ["supports", "contradicts"]),
                                ("state", "confirmed"),
                            ),
                            models.Q(("decided_at__isnull", False), ("relation", ""), ("state", "dismissed")),
                            _connector="OR",
                        ),
                        name="insights_suggestion_decision_is_whole",
                    ),
                ],
            },
        ),
    ]
