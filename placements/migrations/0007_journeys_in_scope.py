from importlib import import_module

from django.db import migrations

from emile.core.database import rls

calendar = import_module("placements.migrations.0003_relay_calendar")
reach = import_module("placements.migrations.0004_reach")
awaited = import_module("placements.migrations.0005_awaited")

RELAY_CALENDAR = """
CREATE OR REPLACE FUNCTION emile_relay_calendar(flats bigint[], first_day date, last_day date)
    RETURNS TABLE (flat_id bigint, arrival date, departure date, state varchar, journey_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT s.flat_id, s.arrival, s.departure, s.state, j.id
    FROM placements_stay s LEFT JOIN candidates_journeys_in_scope j ON j.id = s.journey_id
    WHERE (SELECT current_setting('app.staff', true) = 'on')
        AND s.flat_id = ANY (flats) AND s.arrival <= last_day AND s.departure >= first_day
        AND s.state IN ('planned', 'arrived', 'attended', 'partly')
    ORDER BY s.flat_id, s.arrival
$$
"""
VIEWS = {
    "expectedarrival": """
    CREATE OR REPLACE VIEW placements_expectedarrival WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            s.arrival AS day, f.name::text AS about
        FROM placements_stay s JOIN candidates_journeys_in_scope j ON j.id = s.journey_id
            JOIN partners_relayflat f ON f.id = s.flat_id
        WHERE s.state = 'planned'
    """,
    "expecteddeparture": """
    CREATE OR REPLACE VIEW placements_expecteddeparture WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            s.departure AS day, f.name::text AS about
        FROM placements_stay s JOIN candidates_journeys_in_scope j ON j.id = s.journey_id
            JOIN partners_relayflat f ON f.id = s.flat_id
        WHERE s.state = 'arrived'
    """,
    "nextstep": """
    CREATE OR REPLACE VIEW placements_nextstep WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            a.next_step_on AS day, a.next_step::text AS about
        FROM placements_supportact a JOIN candidates_journeys_in_scope j ON j.id = a.journey_id
        WHERE a.next_step_on IS NOT NULL AND j.closed_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM placements_supportact d WHERE d.journey_id = a.journey_id AND d.done_on >= a.next_step_on)
    """,
    "permitend": """
    CREATE OR REPLACE VIEW placements_permitend WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            r.expires_on AS day, m.first_name::text AS about
        FROM candidates_journeys_in_scope j JOIN candidates_member m ON m.household_id = j.household_id
            JOIN candidates_stayright r ON r.member_id = m.id
        WHERE r.expires_on IS NOT NULL AND m.left_household_on IS NULL AND j.closed_on IS NULL
    """,
    "housingrequestage": """
    CREATE OR REPLACE VIEW placements_housingrequestage WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            coalesce(q.renewed_on, q.filed_on) AS day, q.number::text AS about
        FROM candidates_journeys_in_scope j JOIN candidates_socialhousingrequest q ON q.household_id = j.household_id
        WHERE j.closed_on IS NULL
    """,
    "lastact": """
    CREATE OR REPLACE VIEW placements_lastact WITH (security_barrier) AS
        SELECT j.id AS file_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id, j.household_id,
            greatest(
                (SELECT a.done_on FROM placements_supportact a WHERE a.journey_id = j.id ORDER BY a.done_on DESC LIMIT 1),
                j.step_since) AS day,
            ''::text AS about
        FROM candidates_journeys_in_scope j
        WHERE j.step IN ('settled', 'support') AND j.closed_on IS NULL
    """,
}
BEFORE = {**reach.DATES, "lastact": awaited.LAST_ACT}


def as_before(name: str) -> str:
    return f"CREATE OR REPLACE VIEW placements_{name} WITH (security_barrier) AS {BEFORE[name]}"


class Migration(migrations.Migration):
    """The calendar and the dates of « À faire » take the scope from one view. Their columns do not change."""

    dependencies = [("placements", "0006_gate_closed"), ("candidates", "0010_journeys_in_scope")]
    operations = [
        rls.as_gate(RELAY_CALENDAR, calendar.CALENDAR.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
        *[rls.as_gate(text, as_before(name)) for name, text in VIEWS.items()],
    ]
