-- The journeys that whoever asks may read by name: the one telling of the scope for functions and views that run with
-- the gate's rights. The application cannot read it. Each list of ids is computed once for a whole statement.
CREATE OR REPLACE VIEW candidates_journeys_in_scope AS
    SELECT j.id, j.household_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id,
        j.step, j.step_since, j.opened_on, j.closed_on
    FROM candidates_journey j
    WHERE j.prescriber_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[])::bigint[])
        OR j.origin_area_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[])::bigint[])
        OR j.territory_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[])::bigint[])
        OR j.caseworker_id = (SELECT nullif(current_setting('app.user_id', true), '')::bigint)
        OR j.household_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[])::bigint[]);
