-- Files within reach by words of somebody's name, the longest word first; the most recent files first.
--
-- Row-level security hides from the planner how common a name is, so the way is chosen here. A common name (more than
-- 3 in a fixed sample of 600 members) is looked for among the 400 most recent files of each place within reach. A rare
-- one is found by the trigram index, and then its files. When neither is enough, either the files within reach are
-- few (2,000) and all are looked at, or they are looked at from the most recent on until there are enough.
--
-- A word of one or two letters has no trigram, and is found as a whole word. Planned with the words typed, each time:
-- the plan that suits a rare name takes a second for a common one.
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
END $$;
