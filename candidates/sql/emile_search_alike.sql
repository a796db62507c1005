-- Files within reach of somebody whose name sounds like the words typed, the closest first. Each word must sound like
-- some part of the name. What sounds like a common name (see emile_search_journeys) is looked for among the most recent
-- files only, when enough is found there: the index would give everybody who sounds so, in every file. From a million
-- people on, that is slower than to look at 4,000 files.
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
END $$;
