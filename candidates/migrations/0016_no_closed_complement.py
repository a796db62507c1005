from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0015_search_outward")]

    operations = [
        migrations.AlterField(
            "complement",
            "state",
            models.CharField(
                "état", choices=[("open", "À compléter"), ("answered", "Répondu")], default="open", max_length=10
            ),
        ),
    ]
