"""The second wall: row-level security, declared in migrations.

Expressions are written so that PostgreSQL evaluates the setting once per query and may use an index
(``column = ANY((SELECT …))``); several small policies beat one function (measured, see docs/adr).
"""

from django.db import migrations

USER_ID = "(SELECT nullif(current_setting('app.user_id', true), '')::bigint)"
IS_SYSTEM = "(SELECT current_setting('app.system', true) = 'on')"
IS_STAFF = "(SELECT current_setting('app.staff', true) = 'on')"
IS_ADMIN = "(SELECT current_setting('app.admin', true) = 'on')"
SEES_FIGURES = "(SELECT current_setting('app.figures', true) = 'on')"


def ids(setting: str) -> str:
    """The list of ids held by a setting, as an array: ``column = ANY(ids("app.orgs"))``."""
    return f"ANY((SELECT string_to_array(nullif(current_setting('{setting}', true), ''), ',')::bigint[])::bigint[])"


def protect(table: str) -> migrations.RunSQL:
    """Forced row-level security, and the one policy every protected table has: work that belongs to nobody."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY system ON {table} USING ({IS_SYSTEM}) WITH CHECK ({IS_SYSTEM});
        """,
        f"""
        DROP POLICY system ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def policy(table: str, name: str, using: str, *, command: str = "ALL", role: str = "PUBLIC") -> migrations.RunSQL:
    """One reason why a row may be seen (and, unless ``command`` says otherwise, written)."""
    clause = {
        "SELECT": f"USING ({using})",
        "DELETE": f"USING ({using})",
        "INSERT": f"WITH CHECK ({using})",
        "UPDATE": f"USING ({using}) WITH CHECK ({using})",
        "ALL": f"USING ({using}) WITH CHECK ({using})",
    }[command]
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {table} FOR {command} TO {role} {clause}",
        f"DROP POLICY {name} ON {table}",
    )


def gate_reads(table: str) -> migrations.RunSQL:
    """The owner of the SECURITY DEFINER functions may read this table, inside those functions only."""
    return migrations.RunSQL(
        f"""
        GRANT SELECT ON {table} TO emile_gate;
        CREATE POLICY gate ON {table} FOR SELECT TO emile_gate USING (true);
        """,
        f"DROP POLICY gate ON {table}; REVOKE SELECT ON {table} FROM emile_gate;",
    )


def as_gate(statements: str, reverse: str) -> migrations.RunSQL:
    """Run as ``emile_gate``: the owner of a function or a view is the only one to replace it, and the only one whose
    GRANT and REVOKE have an effect. Those of anybody else are ignored, with a warning that no migration shows."""
    return migrations.RunSQL(_as_gate(statements), _as_gate(reverse))


def _as_gate(statements: str) -> str:
    return f"""
        GRANT CREATE ON SCHEMA public TO emile_gate;
        SET LOCAL ROLE emile_gate;
        {statements};
        RESET ROLE;
        REVOKE CREATE ON SCHEMA public FROM emile_gate;
        """


def gate_function(signature: str, definition: str) -> migrations.RunSQL:
    """A function that runs with the gate's rights, for the application to call. ``definition`` is the full CREATE
    FUNCTION statement. ``SESSION_USER`` is the owner who migrates: a trigger is made by who may call its function."""
    statements = f"""{definition};
        REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {signature} TO emile_app, SESSION_USER"""
    return migrations.RunSQL(_as_gate(statements), f"DROP FUNCTION {signature}")


def append_only(table: str) -> migrations.RunSQL:
    """Rows that are written once: the application role loses UPDATE, DELETE and TRUNCATE, and a trigger says no."""
    return migrations.RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM emile_app;
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION emile_refuse_change();
        """,
        f"""
        DROP TRIGGER append_only ON {table};
        GRANT UPDATE, DELETE ON {table} TO emile_app;
        """,
    )


def never_deleted(table: str) -> migrations.RunSQL:
    """Closed, cancelled or corrected, but never deleted by the application."""
    return migrations.RunSQL(f"REVOKE DELETE ON {table} FROM emile_app", f"GRANT DELETE ON {table} TO emile_app")
