from django.db import migrations, models


class Migration(migrations.Migration):
    """Django fills the sentence of a constraint with ``%``: a percent sign is written twice. Nothing in the database."""

    dependencies = [("partners", "0003_role_titles")]
    operations = [
        migrations.AlterConstraint(
            model_name="organisation",
            name="organisation_effort_rate_range",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effort_rate_limit__isnull", True), ("effort_rate_limit__range", (1, 60)), _connector="OR"
                ),
                name="organisation_effort_rate_range",
                violation_error_message="Le taux d'effort accepté se situe entre 1 et 60 %%.",
            ),
        ),
    ]
