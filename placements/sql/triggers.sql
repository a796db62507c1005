-- When journey.awaits is computed again.
CREATE OR REPLACE TRIGGER awaited BEFORE INSERT OR UPDATE ON candidates_journey
    FOR EACH ROW EXECUTE FUNCTION placements_write_awaited();
CREATE OR REPLACE TRIGGER awaited AFTER INSERT OR UPDATE OR DELETE ON placements_stay
    FOR EACH ROW EXECUTE FUNCTION placements_tell_journey();
CREATE OR REPLACE TRIGGER awaited AFTER INSERT OR UPDATE OR DELETE ON placements_immersionwaiver
    FOR EACH ROW EXECUTE FUNCTION placements_tell_journey();
CREATE OR REPLACE TRIGGER awaited AFTER INSERT OR UPDATE OR DELETE ON placements_agreement
    FOR EACH ROW EXECUTE FUNCTION placements_tell_journey();
CREATE OR REPLACE TRIGGER awaited AFTER INSERT OR UPDATE OR DELETE ON placements_lease
    FOR EACH ROW EXECUTE FUNCTION placements_tell_journey();
CREATE OR REPLACE TRIGGER awaited AFTER UPDATE OF diagnosis_required, job_before_move_in ON reference_programme
    FOR EACH ROW EXECUTE FUNCTION placements_tell_programme();
-- When dwelling.held is computed again.
CREATE OR REPLACE TRIGGER held BEFORE INSERT OR UPDATE ON partners_dwelling
    FOR EACH ROW EXECUTE FUNCTION placements_write_held();
CREATE OR REPLACE TRIGGER held AFTER INSERT OR UPDATE OR DELETE ON placements_lease
    FOR EACH ROW EXECUTE FUNCTION placements_tell_dwelling();
