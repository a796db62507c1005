-- The day a social-housing request was filed, or renewed (model HousingRequestAge).
CREATE OR REPLACE VIEW placements_housingrequestage WITH (security_barrier) AS
    SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
        coalesce(q.renewed_on, q.filed_on) AS day, q.number::text AS about
    FROM candidates_journeys_in_scope j JOIN candidates_socialhousingrequest q ON q.household_id = j.household_id
    WHERE j.closed_on IS NULL;
