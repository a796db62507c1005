from django.db import migrations

from emile.core.database import rls

RECENT_IN_SCOPE = """
CREATE OR REPLACE FUNCTION candidates_recent_in_scope(most integer)
    RETURNS TABLE (id bigint, household_id bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    orgs bigint[] := string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[];
    origins bigint[] := string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[];
    territories bigint[] := string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[];
    granted bigint[] := string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[];
    myself bigint := nullif(current_setting('app.user_id', true), '')::bigint;
BEGIN
    RETURN QUERY SELECT f.id, f.household_id FROM (
        SELECT x.* FROM unnest(orgs) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.prescriber_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(origins) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.origin_area_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(territories) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.territory_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT x.* FROM unnest(ARRAY[myself]) AS one, LATERAL (
            SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.caseworker_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT most) AS x
        UNION SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
            WHERE j.household_id = ANY (granted)
    ) AS f
    ORDER BY f.opened_on DESC, f.id DESC LIMIT most;
END $$
"""
SEARCH_JOURNEYS = """
CREATE OR REPLACE FUNCTION emile_search_journeys(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
    -- percent of the table's pages, always the same
    sample real := (SELECT least(100, 600 * 100 / greatest(reltuples, 1)) FROM pg_class
        WHERE oid = 'candidates_member'::regclass);
    first_word text[] := CASE WHEN length(words[1]) > 2 THEN ARRAY['%' || words[1] || '%']
        ELSE ARRAY[words[1] || ' %', '% ' || words[1] || ' %'] END;
    second_word text := CASE WHEN length(words[2]) > 2 THEN '%' || words[2] || '%' END;
    other_words text[] := ARRAY(SELECT '%' || word || '%' FROM unnest(words[2:]) AS word);
    is_common boolean := (
        SELECT count(*) > 3 FROM candidates_member m TABLESAMPLE SYSTEM (sample) REPEATABLE (1)
        WHERE (second_word IS NULL OR m.search_name LIKE second_word)
            AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words));
    few integer := 2000;
    breadth integer;
    looked_at integer := 0;
    files bigint[];
    households bigint[];
    found bigint[] := '{}';
BEGIN
    IF NOT is_common THEN
        households := ARRAY(
            SELECT m.household_id FROM candidates_member m
            WHERE (second_word IS NULL OR m.search_name LIKE second_word)
                AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT few);
        is_common := cardinality(households) = few;
    END IF;
    IF is_common THEN
        FOREACH breadth IN ARRAY ARRAY[400, 4000, 40000] LOOP
            SELECT array_agg(f.id), array_agg(f.household_id) INTO files, households
                FROM candidates_recent_in_scope(breadth) AS f;
            -- in the order of the window, and only what the window before did not hold
            found := found || ARRAY(
                SELECT f.id FROM unnest(files[looked_at + 1:], households[looked_at + 1:])
                    WITH ORDINALITY AS f(id, household_id, place), LATERAL (
                    SELECT FROM candidates_member m
                    WHERE m.household_id = f.household_id AND (second_word IS NULL OR m.search_name LIKE second_word)
                        AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT 1
                ) AS named
                ORDER BY f.place LIMIT most - cardinality(found));
            looked_at := coalesce(cardinality(files), 0);
            IF cardinality(found) = most OR looked_at < breadth THEN
                RETURN QUERY SELECT unnest(found);
                RETURN;
            END IF;
        END LOOP;
        households := ARRAY(
            SELECT m.household_id FROM candidates_member m
            WHERE (second_word IS NULL OR m.search_name LIKE second_word)
                AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words));
    END IF;
    RETURN QUERY WITH within AS MATERIALIZED (
        SELECT j.id, j.opened_on FROM candidates_journeys_in_scope j WHERE j.household_id = ANY (households))
    SELECT j.id FROM within j ORDER BY j.opened_on DESC, j.id DESC LIMIT most;
END $$
"""
SEARCH_ALIKE = """
CREATE OR REPLACE FUNCTION emile_search_alike(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET pg_trgm.word_similarity_threshold = 0.5
AS $$
DECLARE
    sample real := (SELECT least(100, 600 * 100 / greatest(reltuples, 1)) FROM pg_class
        WHERE oid = 'candidates_member'::regclass);
    breadth integer;
    files bigint[];
    households bigint[];
    found bigint[];
BEGIN
    IF (SELECT count(*) > 3 FROM candidates_member m TABLESAMPLE SYSTEM (sample) REPEATABLE (1)
            WHERE words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)) THEN
        FOREACH breadth IN ARRAY ARRAY[400, 4000] LOOP
            SELECT array_agg(f.id), array_agg(f.household_id) INTO files, households
                FROM candidates_recent_in_scope(breadth) AS f;
            found := ARRAY(
                SELECT f.id FROM unnest(files, households) WITH ORDINALITY AS f(id, household_id, place), LATERAL (
                    SELECT max((SELECT min(word_similarity(word, m.search_name)) FROM unnest(words) AS word))
                        AS likeness
                    FROM candidates_member m
                    WHERE m.household_id = f.household_id
                        AND words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)
                ) AS near
                WHERE near.likeness >= 0.4
                ORDER BY near.likeness DESC, f.place LIMIT most);
            IF cardinality(found) = most OR coalesce(cardinality(files), 0) < breadth THEN
                RETURN QUERY SELECT unnest(found);
                RETURN;
            END IF;
        END LOOP;
    END IF;
    RETURN QUERY SELECT j.id FROM candidates_journeys_in_scope j JOIN (
        SELECT m.household_id,
            max((SELECT min(word_similarity(word, m.search_name)) FROM unnest(words) AS word)) AS likeness
        FROM candidates_member m
        WHERE words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)
        GROUP BY m.household_id
    ) near ON near.household_id = j.household_id
    WHERE near.likeness >= 0.4
    ORDER BY near.likeness DESC, j.opened_on DESC, j.id DESC LIMIT most;
END $$
"""
SEARCH_JOURNEYS_BEFORE = """
CREATE OR REPLACE FUNCTION emile_search_journeys(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
    orgs bigint[] := string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[];
    origins bigint[] := string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[];
    territories bigint[] := string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[];
    granted bigint[] := string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[];
    myself bigint := (SELECT nullif(current_setting('app.user_id', true), '')::bigint);
    -- percent of the table's pages, always the same
    sample real := (SELECT least(100, 600 * 100 / greatest(reltuples, 1)) FROM pg_class
        WHERE oid = 'candidates_member'::regclass);
    first_word text[] := CASE WHEN length(words[1]) > 2 THEN ARRAY['%' || words[1] || '%']
        ELSE ARRAY[words[1] || ' %', '% ' || words[1] || ' %'] END;
    second_word text := CASE WHEN length(words[2]) > 2 THEN '%' || words[2] || '%' END;
    other_words text[] := ARRAY(SELECT '%' || word || '%' FROM unnest(words[2:]) AS word);
    is_common boolean := (
        SELECT count(*) > 3 FROM candidates_member m TABLESAMPLE SYSTEM (sample) REPEATABLE (1)
        WHERE (second_word IS NULL OR m.search_name LIKE second_word)
            AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words));
    found bigint[];
    households bigint[];
BEGIN
    IF is_common THEN
        -- each place has its own walk in the index that holds its files by date
        found := ARRAY(
            SELECT j.id FROM (
                SELECT x.* FROM unnest(orgs) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.prescriber_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(origins) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.origin_area_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(territories) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.territory_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(ARRAY[myself]) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.caseworker_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.household_id = ANY (granted)
                ORDER BY opened_on DESC, id DESC LIMIT 400
            ) AS j, LATERAL (
                SELECT FROM candidates_member m
                WHERE m.household_id = j.household_id AND (second_word IS NULL OR m.search_name LIKE second_word)
                    AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT 1
            ) AS named
            ORDER BY j.opened_on DESC, j.id DESC LIMIT most);
        IF cardinality(found) = most THEN
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    ELSE
        households := ARRAY(
            SELECT m.household_id FROM candidates_member m
            WHERE (second_word IS NULL OR m.search_name LIKE second_word)
                AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT 2000);
    END IF;
    IF is_common OR cardinality(households) = 2000 THEN
        households := ARRAY(
            SELECT j.household_id FROM candidates_journey j
            WHERE (j.prescriber_id = ANY (orgs) OR j.origin_area_id = ANY (origins)
                OR j.territory_id = ANY (territories) OR j.caseworker_id = myself OR j.household_id = ANY (granted))
            LIMIT 2000);
    END IF;
    IF cardinality(households) < 2000 THEN
        RETURN QUERY WITH within AS MATERIALIZED (
            SELECT * FROM candidates_journey j
            WHERE j.household_id = ANY (households)
                AND (j.prescriber_id = ANY (orgs) OR j.origin_area_id = ANY (origins)
                    OR j.territory_id = ANY (territories) OR j.caseworker_id = myself
                    OR j.household_id = ANY (granted)))
        SELECT j.id FROM within j, LATERAL (
            SELECT FROM candidates_member m
            WHERE m.household_id = j.household_id AND (second_word IS NULL OR m.search_name LIKE second_word)
                AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT 1
        ) AS named
        ORDER BY j.opened_on DESC, j.id DESC LIMIT most;
    ELSE
        RETURN QUERY SELECT j.id FROM candidates_journey j, LATERAL (
            SELECT FROM candidates_member m
            WHERE m.household_id = j.household_id AND (second_word IS NULL OR m.search_name LIKE second_word)
                AND m.search_name LIKE ANY (first_word) AND m.search_name LIKE ALL (other_words) LIMIT 1
        ) AS named
        WHERE (j.prescriber_id = ANY (orgs) OR j.origin_area_id = ANY (origins)
            OR j.territory_id = ANY (territories) OR j.caseworker_id = myself OR j.household_id = ANY (granted))
        ORDER BY j.opened_on DESC, j.id DESC LIMIT most;
    END IF;
END $$
"""
SEARCH_ALIKE_BEFORE = """
CREATE OR REPLACE FUNCTION emile_search_alike(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET pg_trgm.word_similarity_threshold = 0.5
AS $$
DECLARE
    orgs bigint[] := string_to_array(nullif(current_setting('app.orgs', true), ''), ',')::bigint[];
    origins bigint[] := string_to_array(nullif(current_setting('app.origins', true), ''), ',')::bigint[];
    territories bigint[] := string_to_array(nullif(current_setting('app.territories', true), ''), ',')::bigint[];
    granted bigint[] := string_to_array(nullif(current_setting('app.granted', true), ''), ',')::bigint[];
    myself bigint := (SELECT nullif(current_setting('app.user_id', true), '')::bigint);
    sample real := (SELECT least(100, 600 * 100 / greatest(reltuples, 1)) FROM pg_class
        WHERE oid = 'candidates_member'::regclass);
    found bigint[];
BEGIN
    IF (SELECT count(*) > 3 FROM candidates_member m TABLESAMPLE SYSTEM (sample) REPEATABLE (1)
            WHERE words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)) THEN
        found := ARRAY(
            SELECT j.id FROM (
                SELECT x.* FROM unnest(orgs) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.prescriber_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(origins) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.origin_area_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(territories) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.territory_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT x.* FROM unnest(ARRAY[myself]) AS one, LATERAL (
                    SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.caseworker_id = one ORDER BY j.opened_on DESC, j.id DESC LIMIT 400) AS x
                UNION SELECT j.id, j.opened_on, j.household_id FROM candidates_journey j
                    WHERE j.household_id = ANY (granted)
                ORDER BY opened_on DESC, id DESC LIMIT 400
            ) AS j, LATERAL (
                SELECT max((SELECT min(word_similarity(word, m.search_name)) FROM unnest(words) AS word)) AS likeness
                FROM candidates_member m
                WHERE m.household_id = j.household_id
                    AND words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)
            ) AS near
            WHERE near.likeness >= 0.4
            ORDER BY near.likeness DESC, j.opened_on DESC, j.id DESC LIMIT most);
        IF cardinality(found) = most THEN
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    END IF;
    RETURN QUERY SELECT j.id FROM candidates_journey j JOIN (
        SELECT m.household_id,
            max((SELECT min(word_similarity(word, m.search_name)) FROM unnest(words) AS word)) AS likeness
        FROM candidates_member m
        WHERE words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)
        GROUP BY m.household_id
    ) near ON near.household_id = j.household_id
    WHERE near.likeness >= 0.4
        AND (j.prescriber_id = ANY (orgs) OR j.origin_area_id = ANY (origins)
            OR j.territory_id = ANY (territories) OR j.caseworker_id = myself OR j.household_id = ANY (granted))
    ORDER BY near.likeness DESC, j.opened_on DESC, j.id DESC LIMIT most;
END $$
"""
LIKENESS_IS_LOADED = migrations.RunSQL("SELECT word_similarity('', '')", "SELECT word_similarity('', '')")
"""The library that knows the setting of ``emile_search_alike``: before, nobody but a superuser may write it."""


class Migration(migrations.Migration):
    """A name that the 400 most recent files within reach do not hold often enough is looked for in wider windows, and no
    longer in every file within reach."""

    dependencies = [("candidates", "0014_suspended")]
    operations = [
        rls.as_gate(
            f"{RECENT_IN_SCOPE}; REVOKE ALL ON FUNCTION candidates_recent_in_scope(integer) FROM PUBLIC",
            "DROP FUNCTION candidates_recent_in_scope(integer)",
        ),
        LIKENESS_IS_LOADED,
        rls.as_gate(SEARCH_JOURNEYS, SEARCH_JOURNEYS_BEFORE),
        rls.as_gate(SEARCH_ALIKE, SEARCH_ALIKE_BEFORE),
        LIKENESS_IS_LOADED,
    ]
