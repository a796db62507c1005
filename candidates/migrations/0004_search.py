from django.db import migrations, models

from emile.core.database import rls

NAMED_JOURNEY = f"""(
    j.prescriber_id = {rls.ids("app.orgs")} OR j.origin_area_id = {rls.ids("app.origins")}
    OR j.territory_id = {rls.ids("app.territories")} OR j.caseworker_id = {rls.USER_ID}
    OR j.household_id = {rls.ids("app.granted")})"""
# Planned with the words typed, each time: the plan that suits a rare name takes a second for a common one.
HEAD = "STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan"
RECENT_FIRST = "ORDER BY j.opened_on DESC, j.id DESC LIMIT most"
DIGITS = r"right(regexp_replace({}, '\D', '', 'g'), 9)"


def scope(setting: str) -> str:
    return f"string_to_array(nullif(current_setting('{setting}', true), ''), ',')::bigint[]"


# The first word, the longest, is found through the trigram index; a word of one or two letters has no trigram, and is
# found as a whole word. Row security hides from the planner how common a name is, so the ways are chosen here: from
# the people of that name when they are few, else from the files within reach when those are few, else from the most
# recent file on until there are enough.
FEW = 2_000
REACHED = """(j.prescriber_id = ANY (orgs) OR j.origin_area_id = ANY (origins)
            OR j.territory_id = ANY (territories) OR j.caseworker_id = myself OR j.household_id = ANY (granted))"""
NAMED = "m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words)"
SOMEBODY = f"SELECT FROM candidates_member m WHERE m.household_id = j.household_id AND {NAMED} LIMIT 1"
BY_NAME = f"""
CREATE FUNCTION emile_search_journeys(words text[], most integer) RETURNS SETOF bigint LANGUAGE plpgsql {HEAD}
    SET enable_seqscan = off AS $$
DECLARE
    orgs bigint[] := {scope("app.orgs")};
    origins bigint[] := {scope("app.origins")};
    territories bigint[] := {scope("app.territories")};
    granted bigint[] := {scope("app.granted")};
    myself bigint := {rls.USER_ID};
    first_word text[] := CASE WHEN length(words[1]) > 2 THEN ARRAY['%' || words[1] || '%']
        ELSE ARRAY[words[1] || ' %', '% ' || words[1] || ' %'] END;
    other_words text[] := ARRAY(SELECT '%' || word || '%' FROM unnest(words[2:]) AS word);
    households bigint[] := ARRAY(SELECT m.household_id FROM candidates_member m WHERE {NAMED} LIMIT {FEW});
BEGIN
    IF cardinality(households) = {FEW} THEN
        households := ARRAY(SELECT j.household_id FROM candidates_journey j WHERE {REACHED} LIMIT {FEW});
    END IF;
    IF cardinality(households) < {FEW} THEN
        RETURN QUERY WITH within AS MATERIALIZED (
            SELECT * FROM candidates_journey j WHERE j.household_id = ANY (households) AND {REACHED})
        SELECT j.id FROM within j, LATERAL ({SOMEBODY}) AS named {RECENT_FIRST};
    ELSE
        RETURN QUERY SELECT j.id FROM candidates_journey j, LATERAL ({SOMEBODY}) AS named
        WHERE {REACHED} {RECENT_FIRST};
    END IF;
END $$
"""
BY_PHONE = f"""
CREATE FUNCTION emile_search_phones(digits text, most integer) RETURNS SETOF bigint LANGUAGE sql {HEAD} AS $$
    SELECT j.id FROM candidates_journey j
    WHERE j.household_id IN (
        SELECT m.household_id FROM candidates_member m
        WHERE m.phone <> '' AND {DIGITS.format("m.phone")} LIKE '%' || digits || '%'
        UNION ALL
        SELECT h.id FROM candidates_household h
        WHERE h.phone <> '' AND {DIGITS.format("h.phone")} LIKE '%' || digits || '%'
    ) AND {NAMED_JOURNEY} {RECENT_FIRST} $$
"""
# Every word typed must sound like some part of the name; the closest first.
ALIKE = f"""
CREATE FUNCTION emile_search_alike(words text[], most integer) RETURNS SETOF bigint LANGUAGE sql {HEAD}
    SET pg_trgm.word_similarity_threshold = 0.5 AS $$
    SELECT j.id FROM candidates_journey j JOIN (
        SELECT m.household_id, max(likeness) AS likeness FROM candidates_member m,
            LATERAL (SELECT min(word_similarity(word, m.search_name)) AS likeness FROM unnest(words) AS word) closest
        WHERE words[1] <% m.search_name AND likeness >= 0.4
        GROUP BY m.household_id
    ) near ON near.household_id = j.household_id
    WHERE {NAMED_JOURNEY} ORDER BY near.likeness DESC, j.opened_on DESC, j.id DESC LIMIT most $$
"""


def phone_index(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE INDEX {table}_digits ON {table} USING gin (({DIGITS.format('phone')}) gin_trgm_ops) WHERE phone <> ''",
        f"DROP INDEX {table}_digits",
    )


class Migration(migrations.Migration):
    """The search answers in a few milliseconds among 300 000 people: by name through the trigram index, by telephone
    however it was written, and by what sounds alike when nothing is found."""

    dependencies = [("candidates", "0003_row_security")]
    operations = [
        migrations.AddIndex("journey", models.Index(fields=["step_since", "id"], name="journey_oldest")),
        migrations.AddIndex("journey", models.Index(fields=["step", "step_since", "id"], name="journey_step_oldest")),
        migrations.AddIndex(
            "journey",
            models.Index(fields=["caseworker"], name="journey_in_charge", condition=models.Q(closed_on=None)),
        ),
        migrations.AddIndex(
            "journey",
            models.Index(fields=["territory"], name="journey_under_way", condition=models.Q(closed_on=None)),
        ),
        phone_index("candidates_member"),
        phone_index("candidates_household"),
        rls.gate_reads("candidates_household"),
        migrations.RunSQL("DROP FUNCTION emile_search_journeys(text[], integer)", migrations.RunSQL.noop),
        rls.gate_function("emile_search_journeys(text[], integer)", BY_NAME),
        rls.gate_function("emile_search_phones(text, integer)", BY_PHONE),
        rls.gate_function("emile_search_alike(text[], integer)", ALIKE),
    ]
