-- The trigger of a programme whose rules change: its files at the steps that read them are written again.
CREATE OR REPLACE FUNCTION placements_tell_programme() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE candidates_journey j SET awaits = awaits
    WHERE j.programme_id = NEW.id AND j.step IN ('diagnosis', 'shortlisted') AND j.closed_on IS NULL;
    RETURN NULL;
END $$;
