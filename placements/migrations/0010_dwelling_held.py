from django.db import migrations

from emile.core.database import rls

WRITE = """
CREATE OR REPLACE FUNCTION placements_write_held() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    NEW.held := EXISTS (SELECT FROM placements_lease x
        WHERE x.dwelling_id = NEW.id AND x.state IN ('offered', 'signed') AND x.ended_on IS NULL);
    RETURN NEW;
END $$
"""
TELL = """
CREATE OR REPLACE FUNCTION placements_tell_dwelling() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE partners_dwelling SET held = held WHERE id IN (NEW.dwelling_id, OLD.dwelling_id);
    RETURN NULL;
END $$
"""


def closed(function: str, definition: str) -> migrations.RunSQL:
    """Called by triggers and by nobody else."""
    return rls.as_gate(
        f"{definition}; REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION {function} TO SESSION_USER",
        f"DROP FUNCTION {function}",
    )


class Migration(migrations.Migration):
    """``dwelling.held``: kept by the database from the leases, whoever writes them; the application cannot."""

    dependencies = [("placements", "0009_all_that_files_await"), ("partners", "0005_dwelling_held")]
    operations = [
        migrations.RunSQL(
            "GRANT SELECT, UPDATE (held) ON partners_dwelling TO emile_gate",
            "REVOKE SELECT, UPDATE (held) ON partners_dwelling FROM emile_gate",
        ),
        closed("placements_write_held()", WRITE),
        closed("placements_tell_dwelling()", TELL),
        migrations.RunSQL(
            """
            CREATE TRIGGER held BEFORE INSERT OR UPDATE ON partners_dwelling
                FOR EACH ROW EXECUTE FUNCTION placements_write_held();
            CREATE TRIGGER held AFTER INSERT OR UPDATE OR DELETE ON placements_lease
                FOR EACH ROW EXECUTE FUNCTION placements_tell_dwelling();
            UPDATE partners_dwelling SET held = held;
            """,
            """
            DROP TRIGGER held ON placements_lease;
            DROP TRIGGER held ON partners_dwelling;
            """,
        ),
    ]
