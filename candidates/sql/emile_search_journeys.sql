-- Files within reach by words of somebody's name, the longest word first; the most recent files first.
--
-- Row-level security hides from the planner how common a name is, so the way is chosen here. A name is common when more
-- than 3 bear it in a fixed sample of 600 members. Who bears a rare one is found by the trigram index, and then their
-- files. A common one is looked for outward from the most recent files within reach: among 400, then among 4,000. A name
-- that these do not hold often enough is not so common here: who bears it is found by the index after all, which costs
-- less than a wider window.
--
-- A word of one or two letters has no trigram, and is found as a whole word. Planned with the words typed, each time:
-- the plan that suits a rare name takes a second for a common one.
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
END $$;
