"""Drop the indexes of workspace and product alone.

Why     five other indexes begin with the workspace and one with the product; each further one costs every import.
When    any time; both versions of the code work with them and without.
Size    none on PostgreSQL; SQLite writes the table anew, a few seconds for a million objects.
Again   safe: Django drops them once.
Back    builds them again.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nodes", "0003_changed_of_kind"),
        ("people", "0002_preferences"),
    ]

    operations = [
        migrations.AlterField(
            model_name="node",
            name="product",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="nodes",
                to="people.product",
            ),
        ),
        migrations.AlterField(
            model_name="node",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="nodes",
                to="people.workspace",
            ),
        ),
    ]
