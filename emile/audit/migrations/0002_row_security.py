from django.db import migrations

from emile.core.database import rls


class Migration(migrations.Migration):
    """One's own openings, and all of them for those who look after the accounts."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        rls.protect("audit_openedfile"),
        rls.gate_reads("audit_openedfile"),
        rls.policy("audit_openedfile", "own", f"user_id = {rls.USER_ID}"),
        rls.policy("audit_openedfile", "administered", rls.IS_ADMIN, command="SELECT"),
        rls.append_only("audit_openedfile"),
    ]
