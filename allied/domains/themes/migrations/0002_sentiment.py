from django.db import migrations, models


class Migration(migrations.Migration):
    """How each piece of feedback is meant, as a run found it.

    Why: a theme shows it with its interval. When: any time. Size: one column, blank in runs of before; the next run
    fills it. Again: safe. Back: drops it.
    """

    dependencies = [("themes", "0001_themes")]

    operations = [
        migrations.AddField(
            model_name="place",
            name="sentiment",
            field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        )
    ]
