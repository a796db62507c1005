from django.db import migrations

from emile.core.database.rls import never_deleted

TABLES = (
    "basin",
    "commune",
    "department",
    "legalparameter",
    "originarea",
    "programme",
    "programmeterritory",
    "reason",
    "territory",
    "trade",
)


class Migration(migrations.Migration):
    """Files point at these rows for years: they are closed on a date, the application cannot delete them."""

    dependencies = [("reference", "0001_initial")]
    operations = [never_deleted(f"reference_{table}") for table in TABLES]
