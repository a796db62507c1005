from django.db import migrations

from emile.core.database import rls


class Migration(migrations.Migration):
    dependencies = [("core", "0002_form_use")]
    operations = [
        rls.protect("core_formuse"),
        rls.policy("core_formuse", "own", f"user_id = {rls.USER_ID}"),
    ]
