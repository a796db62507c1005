-- The trigger of the dwelling itself: whoever writes the row, the database says whether somebody has it.
CREATE OR REPLACE FUNCTION placements_write_held() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    NEW.held := EXISTS (SELECT FROM placements_lease x
        WHERE x.dwelling_id = NEW.id AND x.state IN ('offered', 'signed') AND x.ended_on IS NULL);
    RETURN NEW;
END $$;
