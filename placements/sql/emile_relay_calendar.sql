-- When relay flats are taken, whoever takes them: the nights are every colleague's to know, the journey only if it is
-- within reach.
CREATE OR REPLACE FUNCTION emile_relay_calendar(flats bigint[], first_day date, last_day date)
    RETURNS TABLE (flat_id bigint, arrival date, departure date, state varchar, journey_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT s.flat_id, s.arrival, s.departure, s.state, j.id
    FROM placements_stay s LEFT JOIN candidates_journeys_in_scope j ON j.id = s.journey_id
    WHERE (SELECT current_setting('app.staff', true) = 'on')
        AND s.flat_id = ANY (flats) AND s.arrival <= last_day AND s.departure >= first_day
        AND s.state IN ('planned', 'arrived', 'attended', 'partly')
    ORDER BY s.flat_id, s.arrival
$$;
