from django.db import migrations

from emile.reference.loading import load_reference


def load(apps, schema_editor):
    load_reference(using=schema_editor.connection.alias, apps=apps)


class Migration(migrations.Migration):
    """The reference data, everywhere: production, demonstration and tests."""

    dependencies = [("reference", "0002_never_deleted")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
