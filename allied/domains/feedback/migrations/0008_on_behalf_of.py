from django.db import migrations, models


class Migration(migrations.Migration):
    """Who said what a colleague entered for them.

    Why: opinions passed on have a person behind them. When: any time. Size: one column, blank. Again: safe.
    Back: drops it.
    """

    dependencies = [("feedback", "0007_sentiment")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="on_behalf_of",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        )
    ]
