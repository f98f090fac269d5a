from django.db import migrations, models


class Migration(migrations.Migration):
    """How much of each segment came in each month, as a run found it.

    Why: a theme may rise among some people alone. When: any time. Size: one column, empty in runs of before; the next run
    fills it. Again: safe. Back: drops it.
    """

    dependencies = [("themes", "0002_sentiment")]

    operations = [
        migrations.AddField(model_name="run", name="segment_months", field=models.JSONField(default=dict)),
    ]
