-- Stays under way (model ExpectedDeparture).
CREATE OR REPLACE VIEW placements_expecteddeparture WITH (security_barrier) AS
    SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
        s.departure AS day, f.name::text AS about
    FROM placements_stay s JOIN candidates_journeys_in_scope j ON j.id = s.journey_id
        JOIN partners_relayflat f ON f.id = s.flat_id
    WHERE s.state = 'arrived';
