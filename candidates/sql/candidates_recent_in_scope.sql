-- The most recent files that whoever asks may read by name, the most recent first. Each place within reach has its own
-- walk in the index that holds its files by date: so many files of one territory are found without reading the others.
-- For functions that run with the gate's rights; the application cannot call it.
CREATE OR REPLACE FUNCTION candidates_recent_in_scope(most integer)
    RETURNS TABLE (id bigint, household_id bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    orgs bigint[] := string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[];
    origins bigint[] := string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[];
    territories bigint[] := string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[];
    granted bigint[] := string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[];
    myself bigint := nullif(current_setting('app.user_id', true), '')::bigint;
BEGIN
    RETURN QUERY SELECT f.id, f.household_id FROM (
        SELECT x.* FROM unnest(orgs) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.prescriber_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(origins) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.origin_area_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(territories) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.territory_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(ARRAY[myself]) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.caseworker_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.household_id = ANY (granted)
    ) AS f
    ORDER BY f.opened_on DESC, f.id DESC LIMIT most;
END $$;
