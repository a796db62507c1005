-- 200 structures, one operator, a landlord and 20 employers a territory, and the people of each.

INSERT INTO partners_organisation (id, name, short_name, kind, siret, address, phone, email, note, origin_area_id, territory_id)
SELECT i, 'Structure ' || i, '', 'prescriber', '', '', '', '', '',
    (SELECT id FROM reference_originarea WHERE code = CASE WHEN i > 170 THEN 'lyon' ELSE 'ile-de-france' END), NULL::bigint
FROM generate_series(1, 200) AS i
UNION ALL SELECT 201, 'Opérateur', '', 'operator', '', '', '', '', '', NULL::bigint, NULL::bigint
UNION ALL SELECT 210 + n, 'Bailleur ' || code, '', 'landlord', '', '', '', '', '', NULL::bigint, id FROM place
UNION ALL SELECT 300 + (n - 1) * 20 + k, 'Employeur ' || code || ' ' || k, '', 'employer', '', '', '', '', '', NULL::bigint, id
FROM place, generate_series(0, 19) AS k;
INSERT INTO partners_contact (first_name, last_name, job_title, phone, email, organisation_id)
SELECT 'Camille', 'Mesure ' || id, 'Direction', '', '', id FROM partners_organisation WHERE kind IN ('landlord', 'employer');

INSERT INTO accounts_user (id, password, email, first_name, last_name, phone, is_active, created_at)
SELECT id, '!', 'bench-' || id || '@bench.emile.test', first_name, 'Mesure ' || id, '', true, @NOW@ FROM (
    SELECT i AS id, 'Prescripteur' AS first_name FROM generate_series(1, 200) AS i
    UNION ALL SELECT 201, 'Référent' UNION ALL SELECT 202, 'Référente' UNION ALL SELECT 204, 'Nationale'
    UNION ALL SELECT 290, 'Gestionnaire' UNION ALL SELECT 291, 'Déléguée' UNION ALL SELECT 292, 'Gestionnaire'
    UNION ALL SELECT 293, 'Partenaire'
    UNION ALL SELECT 210 + n, 'Chef' FROM place
    UNION ALL SELECT 1000 + (n - 1) * 12 + k, 'Accompagnante' FROM place, generate_series(0, 11) AS k) AS people;

INSERT INTO partners_membership (role, valid_from, user_id, organisation_id, origin_area_id, territory_id)
SELECT 'prescriber', DATE '2014-11-03', i, i, NULL::bigint, NULL::bigint FROM generate_series(1, 200) AS i
UNION ALL SELECT 'referent', DATE '2014-11-03', CASE code WHEN 'lyon' THEN 202 ELSE 201 END, 201, id, NULL
    FROM reference_originarea WHERE code IN ('lyon', 'ile-de-france')
UNION ALL SELECT 'referent', DATE '2014-11-03', 204, 201, id, NULL FROM reference_originarea
UNION ALL SELECT 'service_head', DATE '2014-11-03', 210 + n, 201, NULL, id FROM place
UNION ALL SELECT 'caseworker', DATE '2014-11-03', 1000 + (n - 1) * 12 + k, 201, NULL, id
    FROM place, generate_series(0, 11) AS k
UNION ALL SELECT 'manager', DATE '2014-11-03', 290, 201, NULL, NULL
UNION ALL SELECT 'manager', DATE '2014-11-03', 292, 201, NULL, NULL
UNION ALL SELECT 'dpo', DATE '2014-11-03', 291, 201, NULL, NULL
UNION ALL SELECT 'partner', DATE '2014-11-03', 293, 300 + (n - 1) * 20, NULL, NULL FROM place WHERE code = 'cantal';

INSERT INTO partners_vacancy (title, contract, weekly_hours, shifts, licence_required, french_level, experience, places,
    last_news_on, employer_id, territory_id, trade_id)
SELECT 'Poste ' || k, 'cdi', 35, '{day}', false, 'a2', 'none', 1, @TODAY@ - k * 3, 300 + (n - 1) * 20 + k % 20, id,
    pg_temp.one_of(@TRADES@::text[], pg_temp.r(n * 100 + k, 11))
FROM place, generate_series(0, 29) AS k;
