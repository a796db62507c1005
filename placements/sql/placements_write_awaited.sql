-- The trigger of the journey itself: whoever writes the row, the database says what it awaits.
CREATE OR REPLACE FUNCTION placements_write_awaited() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    NEW.awaits := placements_awaited(NEW.id, NEW.step, NEW.round, NEW.programme_id);
    RETURN NEW;
END $$;
