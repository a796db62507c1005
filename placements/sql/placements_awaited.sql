-- What the rows of this app make a file wait for at its step, in this round (journey.awaits; enum Awaited).
CREATE OR REPLACE FUNCTION placements_awaited(file bigint, its_step text, its_round smallint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    answers integer;
    answered_by text;
    agreed boolean;
BEGIN
    IF its_step = 'project' THEN
        RETURN CASE WHEN EXISTS (SELECT FROM placements_stay x WHERE x.journey_id = file AND x.round = its_round
            AND x.state IN ('planned', 'arrived')) THEN '' ELSE 'stay' END;
    ELSIF its_step = 'immersion' THEN
        -- nobody is asked before the stay has taken place, or was waived
        IF NOT EXISTS (SELECT FROM placements_stay x WHERE x.journey_id = file AND x.round = its_round
                AND x.state = 'attended')
            AND NOT EXISTS (SELECT FROM placements_immersionwaiver x WHERE x.journey_id = file
                AND x.round = its_round) THEN
            RETURN '';
        END IF;
        SELECT count(*), min(x.side), bool_and(x.agrees) INTO answers, answered_by, agreed
            FROM placements_agreement x WHERE x.journey_id = file AND x.round = its_round;
        RETURN CASE
            WHEN answers = 0 THEN 'answers'
            WHEN answers = 1 AND answered_by = 'household' THEN 'service'
            WHEN answers = 1 THEN 'household'
            WHEN agreed THEN ''
            ELSE 'choice'
        END;
    ELSIF its_step IN ('shortlisted', 'contracted') THEN
        RETURN CASE
            WHEN EXISTS (SELECT FROM placements_lease x WHERE x.journey_id = file AND x.state = 'signed'
                AND x.ended_on IS NULL) THEN 'move'
            WHEN EXISTS (SELECT FROM placements_lease x WHERE x.journey_id = file AND x.state = 'offered'
                AND x.ended_on IS NULL) THEN 'lease'
            ELSE 'flat'
        END;
    END IF;
    RETURN '';
END $$;
