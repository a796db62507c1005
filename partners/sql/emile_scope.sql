-- What somebody may reach, from the memberships that are valid today in Paris. Nothing for an account that is closed.
CREATE OR REPLACE FUNCTION emile_scope(person bigint) RETURNS jsonb
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
        -- households opened with a reason, which only a manager does
        'granted', coalesce((SELECT jsonb_agg(DISTINCT o.household_id) FROM audit_openedfile o
                             WHERE o.user_id = person AND o.open_until > now()
                               AND EXISTS (SELECT 1 FROM held WHERE role = 'manager')), '[]')
    )
$$;
