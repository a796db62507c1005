from django.db import migrations

from emile.core.database import rls

RUN_BY_THE_GATE = "SECURITY DEFINER SET search_path = public, pg_temp"
SIGNATURE = "placements_awaited(bigint, text, smallint, bigint)"
AWAITED = f"""
CREATE FUNCTION placements_awaited(file bigint, its_step text, its_round smallint, its_programme bigint) RETURNS text
    LANGUAGE plpgsql STABLE {RUN_BY_THE_GATE} AS $$
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
END $$
"""
WRITE = f"""
CREATE OR REPLACE FUNCTION placements_write_awaited() RETURNS trigger LANGUAGE plpgsql {RUN_BY_THE_GATE} AS $$
BEGIN
    NEW.awaits := placements_awaited(NEW.id, NEW.step, NEW.round, NEW.programme_id);
    RETURN NEW;
END $$
"""
TELL = f"""
CREATE OR REPLACE FUNCTION placements_tell_journey() RETURNS trigger LANGUAGE plpgsql {RUN_BY_THE_GATE} AS $$
BEGIN
    UPDATE candidates_journey j SET awaits = awaits
    WHERE j.id = coalesce(NEW.journey_id, OLD.journey_id)
        AND j.awaits <> placements_awaited(j.id, j.step, j.round, j.programme_id);
    RETURN NULL;
END $$
"""
TELL_ALL = f"""
CREATE FUNCTION placements_tell_programme() RETURNS trigger LANGUAGE plpgsql {RUN_BY_THE_GATE} AS $$
BEGIN
    UPDATE candidates_journey j SET awaits = awaits
    WHERE j.programme_id = NEW.id AND j.step IN ('diagnosis', 'shortlisted') AND j.closed_on IS NULL;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    """``journey.awaits`` says all that a step does not: a family to welcome, an arrival or the end of a stay, another
    stay after one that was cut short, and the dwelling only where the programme houses first. A step and this code
    are the key of ``candidates.journey.waiting.WAITS``."""

    dependencies = [
        ("placements", "0008_stay_length_of_the_programme"),
        ("candidates", "0013_awaits_without_words"),
        ("reference", "0003_shipped_data"),
    ]
    operations = [
        migrations.RunSQL(
            "GRANT SELECT ON reference_programme TO emile_gate", "REVOKE SELECT ON reference_programme FROM emile_gate"
        ),
        rls.as_gate(f"{AWAITED}; REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC", f"DROP FUNCTION {SIGNATURE}"),
        rls.as_gate(WRITE, "SELECT 1"),
        rls.as_gate(TELL, "SELECT 1"),
        rls.as_gate("DROP FUNCTION placements_awaited(bigint, text, smallint)", "SELECT 1"),
        rls.as_gate(
            f"""{TELL_ALL};
            REVOKE ALL ON FUNCTION placements_tell_programme() FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION placements_tell_programme() TO SESSION_USER""",
            "DROP FUNCTION placements_tell_programme()",
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER awaited AFTER UPDATE OF diagnosis_required, job_before_move_in ON reference_programme
                FOR EACH ROW EXECUTE FUNCTION placements_tell_programme();
            """,
            "DROP TRIGGER awaited ON reference_programme",
        ),
        migrations.RunSQL(
            """
            SET LOCAL app.system = 'on';
            UPDATE candidates_journey SET awaits = awaits
            WHERE step IN ('diagnosis', 'project', 'immersion', 'shortlisted', 'contracted');
            RESET app.system;
            """,
            migrations.RunSQL.noop,
        ),
    ]
