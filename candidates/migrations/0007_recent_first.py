from importlib import import_module

from django.db import migrations

from emile.core import rls

search = import_module("candidates.migrations.0004_search")

RECENT = 400
SAMPLE, COMMON = 0.5, 5
"""Of the pages of the table, in per cent, and the people of that name found there from which a name is common. Chance
decides of the way and never of the answer."""
FILE = "SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j"


NAMED = f"(second_word IS NULL OR m.search_name LIKE second_word) AND {search.NAMED}"
"""The first name narrows the index too: one in fifteen is called Martin, one in six hundred Fatou Martin."""
SOMEBODY = search.SOMEBODY.replace(search.NAMED, NAMED)


def most_recent(ids: str, column: str) -> str:
    """Each id has its own walk in the index that holds its files by date."""
    first = f"{FILE} WHERE j.{column} = one {search.RECENT_FIRST.replace('most', str(RECENT))}"
    return f"SELECT x.* FROM unnest({ids}) AS one, LATERAL ({first}) AS x"


BY_NAME = f"""
CREATE FUNCTION emile_search_journeys(words text[], most integer) RETURNS SETOF bigint LANGUAGE plpgsql {search.HEAD}
    SET enable_seqscan = off AS $$
DECLARE
    orgs bigint[] := {search.scope("app.orgs")};
    origins bigint[] := {search.scope("app.origins")};
    territories bigint[] := {search.scope("app.territories")};
    granted bigint[] := {search.scope("app.granted")};
    myself bigint := {rls.USER_ID};
    first_word text[] := CASE WHEN length(words[1]) > 2 THEN ARRAY['%' || words[1] || '%']
        ELSE ARRAY[words[1] || ' %', '% ' || words[1] || ' %'] END;
    second_word text := CASE WHEN length(words[2]) > 2 THEN '%' || words[2] || '%' END;
    other_words text[] := ARRAY(SELECT '%' || word || '%' FROM unnest(words[2:]) AS word);
    is_common boolean := (
        SELECT count(*) > {COMMON} FROM candidates_member m TABLESAMPLE SYSTEM ({SAMPLE}) WHERE {NAMED});
    found bigint[];
    households bigint[];
BEGIN
    IF is_common THEN
        found := ARRAY(SELECT j.id FROM (
            {most_recent("orgs", "prescriber_id")} UNION {most_recent("origins", "origin_area_id")}
            UNION {most_recent("territories", "territory_id")} UNION {most_recent("ARRAY[myself]", "caseworker_id")}
            UNION {FILE} WHERE j.household_id = ANY (granted)
            {search.RECENT_FIRST.replace("j.", "").replace("most", str(RECENT))}) AS j,
            LATERAL ({SOMEBODY}) AS named {search.RECENT_FIRST});
        IF cardinality(found) = most THEN
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    ELSE
        households := ARRAY(SELECT m.household_id FROM candidates_member m WHERE {NAMED} LIMIT {search.FEW});
    END IF;
    IF is_common OR cardinality(households) = {search.FEW} THEN
        households := ARRAY(
            SELECT j.household_id FROM candidates_journey j WHERE {search.REACHED} LIMIT {search.FEW});
    END IF;
    IF cardinality(households) < {search.FEW} THEN
        RETURN QUERY WITH within AS MATERIALIZED (
            SELECT * FROM candidates_journey j WHERE j.household_id = ANY (households) AND {search.REACHED})
        SELECT j.id FROM within j, LATERAL ({SOMEBODY}) AS named {search.RECENT_FIRST};
    ELSE
        RETURN QUERY SELECT j.id FROM candidates_journey j, LATERAL ({SOMEBODY}) AS named
        WHERE {search.REACHED} {search.RECENT_FIRST};
    END IF;
END $$
"""
SIGNATURE = "emile_search_journeys(text[], integer)"
BEFORE = rls.gate_function(SIGNATURE, search.BY_NAME)


class Migration(migrations.Migration):
    """A common name is found among the most recent files within reach, before all the people of that name are looked
    for in the index: 4 ms instead of 15 when one person in fifteen bears it."""

    dependencies = [("candidates", "0006_awaited")]
    operations = [
        migrations.RunSQL(f"DROP FUNCTION {SIGNATURE}", BEFORE.sql),
        rls.gate_function(SIGNATURE, BY_NAME),
    ]
