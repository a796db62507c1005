from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_reasons_of_a_pause")]

    operations = [
        migrations.RenameField("loadedsource", "family", "name"),
        migrations.AlterModelOptions("loadedsource", options={"ordering": ["name"]}),
    ]
