-- Takes somebody's scope until the end of the transaction: the settings that row policies read. Nobody without a role.
CREATE OR REPLACE FUNCTION emile_identify(person bigint) RETURNS jsonb
    LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp
AS $$
    DECLARE
        scope jsonb := emile_scope(person);
        ids text;
        pair text[];
    BEGIN
        PERFORM set_config('app.user_id', CASE WHEN scope->'roles' = '[]' THEN '' ELSE person::text END, true);
        FOREACH pair SLICE 1 IN ARRAY ARRAY[['app.orgs', 'orgs'], ['app.partner_orgs', 'partner_orgs'],
                ['app.territories', 'territories'], ['app.origins', 'origins'], ['app.granted', 'granted']] LOOP
            SELECT string_agg(value, ',') INTO ids FROM jsonb_array_elements_text(scope->pair[2]);
            PERFORM set_config(pair[1], coalesce(ids, ''), true);
        END LOOP;
        PERFORM set_config('app.figures', CASE WHEN scope->'roles' ? 'manager' THEN 'on' ELSE '' END, true);
        PERFORM set_config('app.admin',
            CASE WHEN scope->'roles' ?| ARRAY['manager', 'dpo'] THEN 'on' ELSE '' END, true);
        PERFORM set_config('app.staff',
            CASE WHEN scope->'roles' <@ '["partner"]'::jsonb THEN '' ELSE 'on' END, true);
        RETURN scope;
    END
$$;
