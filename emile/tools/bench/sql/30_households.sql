-- Households and everybody in them: names by frequency, one in seven from the long tail of rare names.

INSERT INTO candidates_household (id, reference, name, address, phone, email, created_at)
SELECT id, pg_temp.ref(id + 400000000), '', '', '', '', opened_on FROM plan;

CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY p.id, k) AS id, p.id AS household, k,
    CASE WHEN k = 1 THEN 'applicant' WHEN k <= p.adults THEN 'partner' ELSE 'child' END AS link,
    CASE WHEN pg_temp.r(p.id * 16 + k, 20) < 0.5 THEN 'f' ELSE 'm' END AS sex,
    CASE WHEN pg_temp.r(p.id, 21) < 0.86 THEN pg_temp.one_of(@COMMON@::text[], pg_temp.r(p.id, 22) ^ 2)
        ELSE pg_temp.one_of(@RARE@::text[], pg_temp.r(p.id, 23)) END AS last_name,
    p.opened_on - CASE WHEN k <= p.adults THEN 8000 + floor(pg_temp.r(p.id * 16 + k, 24) * 10000)::int
        ELSE 200 + floor(pg_temp.r(p.id * 16 + k, 25) * 4700)::int END AS birth_date,
    p.opened_on
FROM plan p, generate_series(1, p.adults + p.children) AS k;
CREATE INDEX ON person (household);
ANALYZE person;

INSERT INTO candidates_member (id, link, civility, last_name, first_name, birth_date, sex, nationality, languages, phone,
    visiting, household_id)
SELECT id, link, CASE WHEN link = 'child' THEN '' WHEN sex = 'f' THEN 'mrs' ELSE 'mr' END, last_name,
    CASE WHEN sex = 'f' THEN pg_temp.one_of(@WOMEN@::text[], pg_temp.r(id, 26) ^ 1.5)
        ELSE pg_temp.one_of(@MEN@::text[], pg_temp.r(id, 26) ^ 1.5) END,
    birth_date, sex, pg_temp.one_of('{fr,other,other,other,eu}'::text[], pg_temp.r(household, 27)), '{français}',
    CASE WHEN link = 'child' THEN '' ELSE '06' || lpad((id % 100000000)::text, 8, '0') END, false, household
FROM person;

UPDATE candidates_household h SET name = upper(m.last_name) || ' ' || m.first_name, phone = m.phone
FROM candidates_member m WHERE m.household_id = h.id AND m.link = 'applicant';

INSERT INTO candidates_stayright (document, may_work, expires_on, member_id)
SELECT 'multi_year', true, @TODAY@ + 15 + floor(pg_temp.r(id, 30) * 1400)::int, id FROM person WHERE link <> 'child';
INSERT INTO candidates_workprofile (situation, registered_jobseeker, diploma, licences, certificates, hours_possible,
    carries_loads, mobility, french_spoken, french_written, member_id)
SELECT pg_temp.one_of('{unemployed_0_6,unemployed_6_11,unemployed_12_23,employed}'::text[], pg_temp.r(id, 31)), true, 3,
    '{}', '{}', '{day}', true, '{public}', 'b1', 'a2', id FROM person WHERE link <> 'child';
INSERT INTO candidates_healthneeds (rights_open, has_doctor, nearby_services, accessible_flat, member_id)
SELECT true, true, '{}', false, id FROM person WHERE link <> 'child';
INSERT INTO candidates_membertrade (use, years, member_id, trade_id)
SELECT use, 2, id, pg_temp.one_of(@TRADES@::text[], pg_temp.r(id, 32)) FROM person, (VALUES ('wanted'), ('practised')) AS u(use)
WHERE link = 'applicant';
INSERT INTO candidates_schooling (level, childcare_used, childcare_needed, unusual_hours, parental_consent, member_id)
SELECT 'primary', 'after_school', 'after_school', false, 'sole', id FROM person WHERE link = 'child';
INSERT INTO candidates_income (kind, amount, member_id)
SELECT 'rsa', 600 + floor(pg_temp.r(id, 33) * 600)::int, id FROM person WHERE link = 'applicant';

INSERT INTO candidates_housingsituation (kind, since, over_indebtedness, siao_number, household_id)
SELECT pg_temp.one_of('{hotel,shelter,third_party,residence}'::text[], pg_temp.r(id, 34)), opened_on - 700, '',
    (2000000 + id)::text, id
FROM plan;
INSERT INTO candidates_socialhousingrequest (number, filed_on, renewed_on, department_id, household_id)
SELECT '075' || lpad(id::text, 12, '0'), opened_on - 300, greatest(opened_on - 300, @TODAY@ - (id % 400)::int), '75', id
FROM plan WHERE id % 3 = 0;
INSERT INTO candidates_consent (text_version, given, shared_with, given_on, recorded_at, household_id, recorded_by_id)
SELECT '2026-01', true, '{}', opened_on, opened_on, id, prescriber_user FROM plan;
