from importlib import import_module

from django.db import migrations

from emile.core.database import rls

before = import_module("candidates.migrations.0015_search_outward")

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
        FOREACH breadth IN ARRAY ARRAY[400, 4000] LOOP
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
    members real := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'candidates_member'::regclass);
    sample real := least(100, 600 * 100 / members);
    breadth integer;
    files bigint[];
    households bigint[];
    found bigint[];
BEGIN
    IF (SELECT count(*) > 3 FROM candidates_member m TABLESAMPLE SYSTEM (sample) REPEATABLE (1)
            WHERE words[1] <% m.search_name AND (words[2] IS NULL OR words[2] <% m.search_name)) THEN
        FOREACH breadth IN ARRAY CASE WHEN members < 1000000 THEN ARRAY[400] ELSE ARRAY[400, 4000] END LOOP
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


class Migration(migrations.Migration):
    """A third window, of 40,000 files, took longer than the index: who bears a name that 4,000 files do not hold often
    enough is looked for by the index. What sounds like a name is looked for in one window while people are few."""

    dependencies = [("candidates", "0017_journey_without_version")]
    operations = [
        before.LIKENESS_IS_LOADED,
        rls.as_gate(SEARCH_JOURNEYS, before.SEARCH_JOURNEYS),
        rls.as_gate(SEARCH_ALIKE, before.SEARCH_ALIKE),
        before.LIKENESS_IS_LOADED,
    ]
