#!/bin/bash
# Run once by the postgres image, on an empty volume: the same three roles as everywhere (docs/plan.md).
set -euo pipefail

# Passwords become psql variables of a shell that prints nothing: :'name' quotes them.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
CREATE ROLE emile_owner LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE ROLE emile_app LOGIN PASSWORD :'app_password';
CREATE ROLE emile_gate NOLOGIN;
GRANT emile_gate TO emile_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE;
GRANT emile_app TO emile_owner WITH ADMIN TRUE, INHERIT FALSE, SET TRUE;
CREATE DATABASE emile OWNER emile_owner;
SQL
