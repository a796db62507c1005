-- The trigger of the rows a file waits for: its journey is written again when the answer changes.
CREATE OR REPLACE FUNCTION placements_tell_journey() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE candidates_journey j SET awaits = awaits
    WHERE j.id = coalesce(NEW.journey_id, OLD.journey_id)
        AND j.awaits <> placements_awaited(j.id, j.step, j.round, j.programme_id);
    RETURN NULL;
END $$;
