-- Back to nobody, before the transaction ends.
CREATE OR REPLACE FUNCTION emile_forget() RETURNS void
    LANGUAGE sql
AS $$
    SELECT set_config(name, '', true) FROM unnest(ARRAY['app.user_id', 'app.orgs', 'app.partner_orgs',
        'app.territories', 'app.origins', 'app.granted', 'app.figures', 'app.admin', 'app.staff']) AS name
$$;
