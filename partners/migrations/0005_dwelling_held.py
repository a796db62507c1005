from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a dwelling is offered or let stands on its row: leases of other territories are out of sight, and no index
    on them gives those that nobody has."""

    dependencies = [("partners", "0004_effort_rate_sentence")]
    operations = [
        migrations.AddField(
            model_name="dwelling",
            name="held",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="proposé ou loué"),
        ),
        migrations.AddIndex(
            model_name="dwelling", index=models.Index(fields=["-available_from", "-id"], name="dwelling_recent")
        ),
        migrations.AddIndex(
            model_name="dwelling",
            index=models.Index(
                condition=models.Q(("held", False)), fields=["-available_from", "-id"], name="dwelling_free"
            ),
        ),
        migrations.AddIndex(
            model_name="dwelling",
            index=models.Index(
                condition=models.Q(("held", False)), fields=["landlord"], name="dwelling_free_of_landlord"
            ),
        ),
    ]
