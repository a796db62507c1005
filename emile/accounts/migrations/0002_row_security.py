from django.db import migrations

from emile.core.database import rls

ACCOUNT_BY_EMAIL = """
CREATE FUNCTION emile_account_by_email(address text) RETURNS SETOF accounts_user
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT * FROM accounts_user WHERE lower(email) = lower(address) $$
"""


class Migration(migrations.Migration):
    """Accounts: colleagues see each other once signed in; one changes one's own row; administrators change any."""

    dependencies = [("accounts", "0001_initial"), ("core", "0001_initial")]
    operations = [
        rls.protect("accounts_user"),
        rls.gate_reads("accounts_user"),
        rls.policy("accounts_user", "colleagues", rls.IS_STAFF, command="SELECT"),
        rls.policy("accounts_user", "oneself", f"id = {rls.USER_ID}", command="SELECT"),
        rls.policy("accounts_user", "own_row", f"id = {rls.USER_ID}", command="UPDATE"),
        rls.policy("accounts_user", "administered", rls.IS_ADMIN, command="UPDATE"),
        rls.policy("accounts_user", "created", rls.IS_ADMIN, command="INSERT"),
        rls.never_deleted("accounts_user"),
        rls.gate_function("emile_account_by_email(text)", ACCOUNT_BY_EMAIL),
    ]
