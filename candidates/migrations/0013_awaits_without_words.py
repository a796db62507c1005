from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0012_saved_by")]
    operations = [
        migrations.AlterField(
            model_name="journey",
            name="awaits",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=9),
        ),
    ]
