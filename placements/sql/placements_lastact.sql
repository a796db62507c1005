-- The day a settled family was last supported, or came to its step when that is later (model LastAct).
CREATE OR REPLACE VIEW placements_lastact WITH (security_barrier) AS
    SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
        greatest(
            (SELECT a.done_on FROM placements_supportact a WHERE a.journey_id = j.id ORDER BY a.done_on DESC LIMIT 1),
            j.step_since) AS day,
        ''::text AS about
    FROM candidates_journeys_in_scope j
    WHERE j.step IN ('settled', 'support') AND j.closed_on IS NULL;
