from django.db import migrations

from emile.core.database import rls

CALENDAR = f"""
CREATE FUNCTION emile_relay_calendar(flats bigint[], first_day date, last_day date)
    RETURNS TABLE (flat_id bigint, arrival date, departure date, state varchar, journey_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    SELECT s.flat_id, s.arrival, s.departure, s.state,
        CASE WHEN j.prescriber_id = {rls.ids("app.orgs")} OR j.origin_area_id = {rls.ids("app.origins")}
            OR j.territory_id = {rls.ids("app.territories")} OR j.caseworker_id = {rls.USER_ID}
            OR j.household_id = {rls.ids("app.granted")} THEN j.id END
    FROM placements_stay s JOIN candidates_journey j ON j.id = s.journey_id
    WHERE {rls.IS_STAFF} AND s.flat_id = ANY(flats) AND s.arrival <= last_day AND s.departure >= first_day
        AND s.state IN ('planned', 'arrived', 'attended', 'partly')
    ORDER BY s.flat_id, s.arrival
    $$
"""


class Migration(migrations.Migration):
    """When a relay flat is taken, whoever takes it: the nights are everybody's, the family's name is not."""

    dependencies = [("placements", "0002_row_security")]
    operations = [
        rls.gate_reads("placements_stay"),
        rls.gate_function("emile_relay_calendar(bigint[], date, date)", CALENDAR),
    ]
