from django.db import migrations, models


class Migration(migrations.Migration):
    """How an item is meant, and how sure that is.

    Why: people filter and group by it. When: any time. Size: two columns and a partial index; a job fills them within a
    day, 200 items a step. Again: safe. Back: drops them; they are worked out anew.
    """

    dependencies = [("feedback", "0006_likely_duplicates")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="sentiment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("negative", "Negative"),
                    ("neutral", "Neutral"),
                    ("positive", "Positive"),
                    ("unclear", "Unclear"),
                    ("untold", "Not told: not English"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(model_name="feedback", name="sentiment_chance", field=models.FloatField(null=True)),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("sentiment", "")), fields=["workspace"], name="feedback_sentiment_due"
            ),
        ),
    ]
