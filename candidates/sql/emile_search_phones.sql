-- Files within reach by a part of a telephone number, the most recent first. An index holds the last nine digits.
CREATE OR REPLACE FUNCTION emile_search_phones(digits text, most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
    SELECT j.id FROM candidates_journeys_in_scope j
    WHERE j.household_id IN (
        SELECT m.household_id FROM candidates_member m
        WHERE m.phone <> '' AND right(regexp_replace(m.phone, '\D', '', 'g'), 9) LIKE '%' || digits || '%'
        UNION ALL
        SELECT h.id FROM candidates_household h
        WHERE h.phone <> '' AND right(regexp_replace(h.phone, '\D', '', 'g'), 9) LIKE '%' || digits || '%'
    )
    ORDER BY j.opened_on DESC, j.id DESC LIMIT most
$$;
