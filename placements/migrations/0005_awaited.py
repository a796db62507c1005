from importlib import import_module

from django.db import migrations

from emile.core.database import rls

reach = import_module("placements.migrations.0004_reach")
RUN_BY_THE_GATE = "SECURITY DEFINER SET search_path = public, pg_temp"
AWAITED = f"""
CREATE FUNCTION placements_awaited(file bigint, its_step text, its_round smallint) RETURNS text
    LANGUAGE plpgsql STABLE {RUN_BY_THE_GATE} AS $$
DECLARE
    answers integer;
    answered_by text;
    agreed boolean;
BEGIN
    IF its_step = 'project' THEN
        RETURN CASE WHEN EXISTS (SELECT FROM placements_stay x WHERE x.journey_id = file AND x.round = its_round
            AND x.state IN ('planned', 'arrived')) THEN '' ELSE 'stay' END;
    ELSIF its_step = 'immersion' THEN
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
END $$
"""
WRITE = f"""
CREATE FUNCTION placements_write_awaited() RETURNS trigger LANGUAGE plpgsql {RUN_BY_THE_GATE} AS $$
BEGIN
    NEW.awaits := placements_awaited(NEW.id, NEW.step, NEW.round);
    RETURN NEW;
END $$
"""
TELL = f"""
CREATE FUNCTION placements_tell_journey() RETURNS trigger LANGUAGE plpgsql {RUN_BY_THE_GATE} AS $$
BEGIN
    UPDATE candidates_journey j SET awaits = awaits
    WHERE j.id = coalesce(NEW.journey_id, OLD.journey_id)
        AND j.awaits <> placements_awaited(j.id, j.step, j.round);
    RETURN NULL;
END $$
"""
LAST_ACT = f"""
    SELECT j.id AS file_id, {reach.SCOPE}, greatest(
        (SELECT a.done_on FROM placements_supportact a WHERE a.journey_id = j.id ORDER BY a.done_on DESC LIMIT 1),
        j.step_since) AS day, ''::text AS about
    FROM candidates_journey j WHERE j.step IN ('settled', 'support') AND j.closed_on IS NULL AND {reach.NAMED_JOURNEY}
"""
TOLD_BY = ["stay", "immersionwaiver", "agreement", "lease"]


def told_by(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER awaited AFTER INSERT OR UPDATE OR DELETE ON placements_{table}
            FOR EACH ROW EXECUTE FUNCTION placements_tell_journey();
        """,
        f"DROP TRIGGER awaited ON placements_{table}",
    )


class Migration(migrations.Migration):
    """``journey.awaits``: what the rows of this app make a file wait for, kept by the database whoever writes.

    Looked for row by row in four tables, it took « À faire » 20 ms for the 4 000 files of a national referent.
    """

    dependencies = [("placements", "0004_reach"), ("candidates", "0006_awaited")]
    operations = [
        migrations.RunSQL(
            "DROP VIEW placements_file_facts", reach.gate_view("placements_file_facts", reach.FACTS).sql
        ),
        migrations.DeleteModel("FileFacts"),
        migrations.RunSQL(
            """
            GRANT UPDATE (awaits) ON candidates_journey TO emile_gate;
            CREATE POLICY gate_awaits ON candidates_journey FOR UPDATE TO emile_gate USING (true);
            """,
            """
            DROP POLICY gate_awaits ON candidates_journey;
            REVOKE UPDATE (awaits) ON candidates_journey FROM emile_gate;
            """,
        ),
        reach.gate_view("placements_lastact", LAST_ACT),
        reach.dates_model("LastAct"),
        rls.gate_function("placements_awaited(bigint, text, smallint)", AWAITED),
        # As the gate: only whoever owns a function takes back what everybody may do with it.
        migrations.RunSQL(
            """
            SET LOCAL ROLE emile_gate;
            REVOKE ALL ON FUNCTION placements_awaited(bigint, text, smallint) FROM PUBLIC, emile_app;
            RESET ROLE;
            """,
            migrations.RunSQL.noop,
        ),
        rls.gate_function("placements_write_awaited()", WRITE),
        rls.gate_function("placements_tell_journey()", TELL),
        migrations.RunSQL(
            """
            CREATE TRIGGER awaited BEFORE INSERT OR UPDATE ON candidates_journey
                FOR EACH ROW EXECUTE FUNCTION placements_write_awaited();
            """,
            "DROP TRIGGER awaited ON candidates_journey",
        ),
        *[told_by(table) for table in TOLD_BY],
        migrations.RunSQL(
            """
            SET LOCAL app.system = 'on';
            UPDATE candidates_journey SET awaits = awaits
            WHERE step IN ('project', 'immersion', 'shortlisted', 'contracted');
            RESET app.system;
            """,
            migrations.RunSQL.noop,
        ),
    ]
