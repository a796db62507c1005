"""Who may log in to the embedded PostgreSQL: the same three roles as in production (docs/plan.md, "Database identity").

The statements can be run again and again: a first start interrupted half-way is taken up by the next one.
"""

from emile.tools.devstack.machine.secret_values import Secrets

CREATE_MISSING = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'emile_owner') THEN
        CREATE ROLE emile_owner LOGIN CREATEDB CREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'emile_app') THEN
        CREATE ROLE emile_app LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'emile_gate') THEN
        CREATE ROLE emile_gate NOLOGIN;
    END IF;
END
$$;
"""

# The owner hands functions over to emile_gate and, with a single DATABASE_URL, takes the role emile_app.
GRANTS = """
GRANT emile_gate TO emile_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE;
GRANT emile_app TO emile_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE;
"""

# CREATE DATABASE cannot stand in a DO block: psql's \\gexec runs the row it is given, or nothing.
CREATE_DATABASE = """
SELECT 'CREATE DATABASE {database} OWNER emile_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
"""


def statements(secrets: Secrets, database: str) -> str:
    """Passwords are url-safe base64: no quote to escape. They go through psql's stdin, never on a command line."""
    passwords = f"ALTER ROLE emile_owner PASSWORD '{secrets.owner}';\nALTER ROLE emile_app PASSWORD '{secrets.app}';\n"
    return CREATE_MISSING + passwords + GRANTS + CREATE_DATABASE.format(database=database)
