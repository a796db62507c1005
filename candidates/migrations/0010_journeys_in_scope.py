from importlib import import_module

from django.db import migrations

from emile.core.database import rls

search = import_module("candidates.migrations.0004_search")

JOURNEYS_IN_SCOPE = """
CREATE OR REPLACE VIEW candidates_journeys_in_scope AS
    SELECT j.id, j.household_id, j.prescriber_id, j.origin_area_id, j.territory_id, j.caseworker_id,
        j.step, j.step_since, j.opened_on, j.closed_on
    FROM candidates_journey j
    WHERE j.prescriber_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[])::bigint[])
        OR j.origin_area_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[])::bigint[])
        OR j.territory_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[])::bigint[])
        OR j.caseworker_id = (SELECT nullif(current_setting('app.user_id', true), '')::bigint)
        OR j.household_id = ANY ((
            SELECT string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[])::bigint[])
"""
SEARCH_PHONES = r"""
CREATE OR REPLACE FUNCTION emile_search_phones(digits text, most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
    SELECT j.id FROM candidates_journeys_in_scope j
    WHERE j.household_id IN (
        SELECT m.household_id FROM candidates_member m
        WHERE m.phone <> '' AND right(regexp_replace(m.phone, '\D', '', 'g'), 9) LIKE '%' || digits || '%'
        UNION ALL
        SELECT h.id FROM candidates_household h
        WHERE h.phone <> '' AND right(regexp_replace(h.phone, '\D', '', 'g'), 9) LIKE '%' || digits || '%'
    )
    ORDER BY j.opened_on DESC, j.id DESC LIMIT most
$$
"""


class Migration(migrations.Migration):
    """The scope is told once to whatever runs with the gate's rights, instead of once a function and a view."""

    dependencies = [("candidates", "0009_field_words")]
    operations = [
        rls.as_gate(JOURNEYS_IN_SCOPE, "DROP VIEW candidates_journeys_in_scope"),
        rls.as_gate(SEARCH_PHONES, search.BY_PHONE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
