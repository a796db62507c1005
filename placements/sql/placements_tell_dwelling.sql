-- The trigger of the leases: the dwelling is written again, and its own trigger says whether somebody has it.
CREATE OR REPLACE FUNCTION placements_tell_dwelling() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE partners_dwelling SET held = held WHERE id IN (NEW.dwelling_id, OLD.dwelling_id);
    RETURN NULL;
END $$;
