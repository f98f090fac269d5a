"""Let imports be of e-mails.

Why: the format of an upload has one more value. When: with the release that reads .eml and .mbox. Size: no row is
touched. Again: safe, it changes choices alone. Back: imports of e-mails keep a format that the former code cannot name.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importing", "0003_mapped_like")]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="format",
            field=models.CharField(
                choices=[
                    ("table", "Values with a separator"),
                    ("notes", "Text, one row a paragraph"),
                    ("xlsx", "Excel workbook"),
                    ("json", "JSON"),
                    ("jsonl", "JSON, one object a line"),
                    ("mail", "E-mail, one row a message"),
                ],
                default="table",
                max_length=10,
            ),
        ),
    ]
