-- One row a household: who, where, how far, and every day of its way. All the tables are derived from it.
-- Drawn from hashes of the row number: the same every time, in any order.

CREATE FUNCTION pg_temp.r(id bigint, salt bigint) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    'SELECT (hashint8extended($1, $2) & 1073741823)::double precision / 1073741824';
CREATE FUNCTION pg_temp.one_of(list anyarray, at double precision) RETURNS anyelement
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT $1[1 + floor($2 * cardinality($1))::int]';
-- Six letters read aloud on the telephone (candidates.references), all different: 314159269 and 30⁶ share no factor.
CREATE FUNCTION pg_temp.ref(id bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (x / (30 ^ k)::bigint % 30)::int, 1), '' ORDER BY k)
    FROM (SELECT ($1 * 314159269 + 271828) % 729000000 AS x) n, generate_series(0, 5) AS k $$;

CREATE TEMP TABLE place ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY t.code) AS n, t.id, t.code, t.department_id,
    (SELECT min(c.code) FROM reference_commune c WHERE c.department_id = t.department_id) AS commune,
    CASE t.code WHEN 'cantal' THEN 0.10 WHEN 'seine-maritime' THEN 0.20 WHEN 'maine-et-loire' THEN 0.16
        ELSE 0.54 / ((SELECT count(*) FROM reference_territory) - 3) END AS weight
FROM reference_territory t;

CREATE TEMP TABLE place_range ON COMMIT DROP AS
SELECT *, sum(weight) OVER (ORDER BY n) - weight AS low, sum(weight) OVER (ORDER BY n) AS high FROM place;

-- number: how far the step goes (steps.reached); lasts: days from the opening to the event that made the step.
CREATE TEMP TABLE fate ON COMMIT DROP AS
SELECT *, sum(share) OVER (ORDER BY n) - share AS low, sum(share) OVER (ORDER BY n) AS high FROM (VALUES
    (1, 'diagnosis', 1, 0, 0.040), (2, 'submitted', 2, 8, 0.030), (3, 'to_complete', 2, 11, 0.020),
    (4, 'presented', 3, 14, 0.030), (5, 'waiting', 3, 30, 0.025), (6, 'declined', 3, 34, 0.185),
    (7, 'shortlisted', 4, 27, 0.020), (8, 'job_search', 5, 36, 0.025), (9, 'project', 6, 45, 0.025),
    (10, 'immersion', 7, 66, 0.012), (11, 'validated', 8, 71, 0.010), (12, 'contracted', 9, 78, 0.012),
    (13, 'settled', 10, 96, 0.006), (14, 'support', 11, 101, 0.060), (15, 'mainstream', 12, 320, 0.280),
    (16, 'left', 0, 0, 0.220)) AS known(n, step, number, lasts, share);

CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH drawn AS (
    SELECT i AS id, p.n AS place, p.id AS territory, f.step, f.lasts,
        CASE WHEN f.step = 'left' THEN pg_temp.one_of(ARRAY[2,2,2,3,3,3,3,4,4,5,5,6,6,7,7,8,8,9,10,11,11], pg_temp.r(i, 3))
            ELSE f.number END AS number,
        CASE WHEN pg_temp.r(i, 4) < @FIRST_SHARE@ THEN 1 ELSE 2 + floor(pg_temp.r(i, 5) * 199)::int END AS structure,
        CASE WHEN pg_temp.r(i, 6) < 0.6 THEN 1 ELSE 2 END AS adults,
        pg_temp.one_of(ARRAY[0,0,0,0,0,0,1,1,1,1,2,2,2,2,2,3,3,3,4,4], pg_temp.r(i, 7)) AS children,
        CASE WHEN f.step = 'immersion' AND pg_temp.r(i, 8) < 0.3 THEN 'arrived' ELSE 'attended' END AS stay,
        f.step = 'project' AND pg_temp.r(i, 8) < 0.3 AS planned,
        f.step = 'diagnosis' AND p.code = 'cantal' AND i % 5 = 0 AS direct,
        pg_temp.r(i, 9) AS u
    FROM generate_series(1, @HOUSEHOLDS@) AS i
    JOIN place_range p ON pg_temp.r(i, 1) >= p.low AND pg_temp.r(i, 1) < p.high
    JOIN fate f ON pg_temp.r(i, 2) >= f.low AND pg_temp.r(i, 2) < f.high
), opened AS (
    SELECT *, CASE
        WHEN stay = 'arrived' THEN date_trunc('week', @TODAY@)::date - 58
        WHEN step = 'mainstream' THEN @TODAY@ - 330 - floor(u * 2200)::int
        WHEN step = 'left' THEN @TODAY@ - 130 - floor(u * sqrt(u) * 2500)::int
        WHEN step = 'declined' THEN @TODAY@ - lasts - floor(u * u * 2500)::int
        WHEN step = 'support' THEN @TODAY@ - lasts - floor(u * 170)::int
        ELSE @TODAY@ - lasts - 1 - floor(u * u * 60)::int
    END AS opened_on FROM drawn
), arrived AS (
    SELECT *, CASE WHEN planned THEN date_trunc('week', @TODAY@)::date
            + 7 * greatest(floor(pg_temp.r(id, 12) * 3)::int, (date_trunc('week', @TODAY@)::date <= opened_on + 46)::int)
        ELSE date_trunc('week', opened_on + 61)::date END AS arrival FROM opened
)
SELECT a.*,
    number >= 7 OR planned AS has_stay,
    step NOT IN ('declined', 'mainstream', 'left') AND id % 20 = 7 AS suspended,
    opened_on + 8 AS submit_on, opened_on + 14 AS present_on, opened_on + 27 AS shortlist_on,
    opened_on + 36 AS contact_on, opened_on + 45 AS meet_on, arrival + 4 AS back_on, arrival + 9 AS agree_on,
    opened_on + 78 AS contract_on, opened_on + 82 AS offer_on, opened_on + 90 AS lease_on,
    opened_on + 96 AS move_on, opened_on + 101 AS act_on,
    opened_on + 102 + floor(pg_temp.r(id, 10) * 210)::int AS exit_on,
    CASE step WHEN 'left' THEN (ARRAY[10, 18, 24, 37, 46, 55, 76, 81, 88, 106, 111])[number] + opened_on END AS left_on,
    (SELECT id FROM reference_originarea
        WHERE code = CASE WHEN direct THEN 'premier-asile' WHEN structure > 170 THEN 'lyon' ELSE 'ile-de-france' END)
        AS origin,
    (SELECT id FROM reference_programme WHERE code = CASE WHEN direct THEN 'reinstalles' ELSE 'emile' END) AS programme,
    CASE WHEN direct THEN 201 ELSE structure END AS prescriber, CASE WHEN direct THEN 204 ELSE structure END AS prescriber_user,
    CASE WHEN structure > 170 THEN 202 ELSE 201 END AS referent,
    210 + place AS head, 1000 + (place - 1) * 12 + (id / 5) % 12 AS caseworker,
    300 + (place - 1) * 20 + (id % 20) AS employer
FROM arrived a;
CREATE UNIQUE INDEX ON plan (id);
ANALYZE plan;
