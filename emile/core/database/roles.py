"""The two database roles the application needs besides the owner."""

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql

APP_ROLE = "emile_app"
GATE_ROLE = "emile_gate"


def ensure_roles(alias: str = "owner") -> None:
    """Create ``emile_app`` and ``emile_gate`` when they are missing, and say what the application may do.

    Run by ``migrate`` as the owner, who needs CREATEROLE only when the roles do not exist yet.
    """
    with connections[alias].cursor() as cursor:
        for role in (APP_ROLE, GATE_ROLE):
            _ensure_role(cursor, role)
        _may_become(cursor, GATE_ROLE)
        if settings.ONE_LOGIN:
            _may_become(cursor, APP_ROLE)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {GATE_ROLE}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE}"
        )
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE}")


def _ensure_role(cursor: CursorWrapper, role: str) -> None:
    name = sql.Identifier(role)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOBYPASSRLS").format(name))


def _may_become(cursor: CursorWrapper, role: str) -> None:
    """Lets the owner give functions to the gate, and a single login take the application's role."""
    cursor.execute("SELECT pg_has_role(current_user, %s, 'SET')", [role])
    if not cursor.fetchone()[0]:
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE").format(sql.Identifier(role)))
