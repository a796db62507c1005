-- What a support act promised for a day, and no act has followed since (model NextStep).
CREATE OR REPLACE VIEW placements_nextstep WITH (security_barrier) AS
    SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
        a.next_step_on AS day, a.next_step::text AS about
    FROM placements_supportact a JOIN candidates_journeys_in_scope j ON j.id = a.journey_id
    WHERE a.next_step_on IS NOT NULL AND j.closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM placements_supportact d WHERE d.journey_id = a.journey_id AND d.done_on >= a.next_step_on);
