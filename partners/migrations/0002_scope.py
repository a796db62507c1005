from django.db import migrations

from emile.core.database import rls

SCOPE = """
CREATE FUNCTION emile_scope(person bigint) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    WITH held AS (
        SELECT m.* FROM partners_membership m JOIN accounts_user u ON u.id = m.user_id,
            LATERAL (SELECT (now() AT TIME ZONE 'Europe/Paris')::date AS day) today
        WHERE m.user_id = person AND u.is_active
          AND m.valid_from <= today.day AND (m.valid_to IS NULL OR m.valid_to >= today.day)
    )
    SELECT jsonb_build_object(
        'user_id', person,
        'roles', coalesce((SELECT jsonb_agg(DISTINCT role) FROM held), '[]'),
        'orgs', coalesce((SELECT jsonb_agg(DISTINCT organisation_id) FROM held WHERE role = 'prescriber'), '[]'),
        'partner_orgs', coalesce((SELECT jsonb_agg(DISTINCT organisation_id) FROM held WHERE role = 'partner'), '[]'),
        'territories', coalesce((SELECT jsonb_agg(DISTINCT territory_id) FROM held
                                 WHERE role IN ('service_head', 'caseworker')), '[]'),
        'origins', coalesce((SELECT jsonb_agg(DISTINCT origin_area_id) FROM held WHERE role = 'referent'), '[]'),
        'granted', coalesce((SELECT jsonb_agg(DISTINCT o.household_id) FROM audit_openedfile o
                             WHERE o.user_id = person AND o.open_until > now()
                               AND EXISTS (SELECT 1 FROM held WHERE role = 'manager')), '[]')
    )
    $$
"""

IDENTIFY = """
CREATE FUNCTION emile_identify(person bigint) RETURNS jsonb
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
        PERFORM set_config('app.admin', CASE WHEN scope->'roles' ?| ARRAY['manager', 'dpo'] THEN 'on' ELSE '' END, true);
        PERFORM set_config('app.staff',
            CASE WHEN scope->'roles' <@ '["partner"]'::jsonb THEN '' ELSE 'on' END, true);
        RETURN scope;
    END $$
"""

FORGET = """
CREATE FUNCTION emile_forget() RETURNS void LANGUAGE sql AS $$
    SELECT set_config(name, '', true) FROM unnest(ARRAY['app.user_id', 'app.orgs', 'app.partner_orgs',
        'app.territories', 'app.origins', 'app.granted', 'app.figures', 'app.admin', 'app.staff']) AS name
$$
"""


class Migration(migrations.Migration):
    """What somebody may reach, computed by the database from memberships: the application cannot ask for more."""

    dependencies = [("partners", "0001_initial"), ("audit", "0002_row_security"), ("accounts", "0002_row_security")]
    operations = [
        rls.protect("partners_membership"),
        rls.gate_reads("partners_membership"),
        rls.policy("partners_membership", "colleagues", rls.IS_STAFF, command="SELECT"),
        rls.policy("partners_membership", "own", f"user_id = {rls.USER_ID}", command="SELECT"),
        rls.policy("partners_membership", "created", rls.IS_ADMIN, command="INSERT"),
        rls.policy("partners_membership", "administered", rls.IS_ADMIN, command="UPDATE"),
        rls.never_deleted("partners_membership"),
        rls.protect("partners_contact"),
        rls.policy("partners_contact", "staff", rls.IS_STAFF),
        rls.policy("partners_contact", "own", f"organisation_id = {rls.ids('app.partner_orgs')}", command="SELECT"),
        rls.gate_function("emile_scope(bigint)", SCOPE),
        migrations.RunSQL(IDENTIFY, "DROP FUNCTION emile_identify(bigint)"),
        migrations.RunSQL(FORGET, "DROP FUNCTION emile_forget()"),
    ]
