-- The day a member's right to stay runs out (model PermitEnd).
CREATE OR REPLACE VIEW placements_permitend WITH (security_barrier) AS
    SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
        r.expires_on AS day, m.first_name::text AS about
    FROM candidates_journeys_in_scope j JOIN candidates_member m ON m.household_id = j.household_id
        JOIN candidates_stayright r ON r.member_id = m.id
    WHERE r.expires_on IS NOT NULL AND m.left_household_on IS NULL AND j.closed_on IS NULL;
