import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Imports belong to every slice now; the tables stay where they are."""

    dependencies = [("feedback", "0003_shapes"), ("importing", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="feedback",
                    name="source_import",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="importing.import",
                    ),
                ),
                migrations.DeleteModel(name="ImportRow"),
                migrations.DeleteModel(name="Import"),
            ]
        )
    ]
