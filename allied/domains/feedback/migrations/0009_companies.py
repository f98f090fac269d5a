import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The companies whose people tell something, and by which names they are known.

    Why: what a company is (plan, seats, revenue) tells whose problem a theme is. When: any time. Size: one column of
    feedback, empty, and its index. Again: safe. Back: drops them.
    """

    dependencies = [
        ("feedback", "0008_on_behalf_of"),
        ("importing", "0005_people"),
        ("nodes", "0004_without_double_indexes"),
        ("people", "0003_last_active"),
    ]

    operations = [
        migrations.CreateModel(
            name="Company",
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
                (
                    "source_import",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="importing.import",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CompanyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=200)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="feedback.company"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="companyname",
            constraint=models.UniqueConstraint(fields=("workspace", "key"), name="feedback_company_name_is_one"),
        ),
        migrations.AddField(
            model_name="feedback",
            name="company",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="feedback",
                to="feedback.company",
            ),
        ),
    ]
