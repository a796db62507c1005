-- Signing in: nobody is known yet, and no account can be read any other way.
CREATE OR REPLACE FUNCTION emile_account_by_email(address text) RETURNS SETOF accounts_user
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT * FROM accounts_user WHERE lower(email) = lower(address) $$;
