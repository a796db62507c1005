-- What a file waits for at its step, in this round, when the step does not say (journey.awaits; enum Awaited).
CREATE OR REPLACE FUNCTION placements_awaited(file bigint, its_step text, its_round smallint, its_programme bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    answers integer;
    answered_by text;
    agreed boolean;
BEGIN
    IF its_step = 'diagnosis' THEN
        RETURN (SELECT CASE WHEN p.diagnosis_required THEN '' ELSE 'welcome' END
            FROM reference_programme p WHERE p.id = its_programme);
    ELSIF its_step IN ('project', 'immersion') THEN
        IF its_step = 'immersion' AND (
            EXISTS (SELECT FROM placements_stay x WHERE x.journey_id = file AND x.round = its_round
                AND x.state = 'attended')
            OR EXISTS (SELECT FROM placements_immersionwaiver x WHERE x.journey_id = file AND x.round = its_round)
        ) THEN
            SELECT count(*), min(x.side), bool_and(x.agrees) INTO answers, answered_by, agreed
                FROM placements_agreement x WHERE x.journey_id = file AND x.round = its_round;
            RETURN CASE
                WHEN answers = 0 THEN 'answers'
                WHEN answers = 1 AND answered_by = 'household' THEN 'service'
                WHEN answers = 1 THEN 'household'
                WHEN agreed THEN ''
                ELSE 'choice'
            END;
        END IF;
        RETURN coalesce(
            (SELECT CASE x.state WHEN 'planned' THEN 'arrival' ELSE 'departure' END FROM placements_stay x
                WHERE x.journey_id = file AND x.round = its_round AND x.state IN ('planned', 'arrived')
                ORDER BY x.state DESC LIMIT 1),
            'stay');
    ELSIF its_step = 'contracted'
        OR its_step = 'shortlisted'
            AND EXISTS (SELECT FROM reference_programme p WHERE p.id = its_programme AND NOT p.job_before_move_in) THEN
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
