-- The dated facts that prove each step.

CREATE TEMP TABLE applicant ON COMMIT DROP AS SELECT household, id AS member FROM person WHERE link = 'applicant';
CREATE UNIQUE INDEX ON applicant (household);
ANALYZE applicant;

INSERT INTO placements_jobcontact (contacted_on, outcome, note, recorded_at, employer_id, journey_id, member_id, recorded_by_id)
SELECT contact_on, 'interested', 'Profil transmis.', contact_on, employer, id, member, head
FROM plan JOIN applicant ON household = id WHERE number >= 5;
INSERT INTO placements_projectmeeting (round, held_on, place, project, recorded_at, journey_id, recorded_by_id)
SELECT 1, meet_on, 'Paris', 'Un poste en CDI.', meet_on, id, head FROM plan WHERE number >= 6;

-- Every stay goes from Monday to Friday: the flat is the rank of the stay in its week.
CREATE TEMP TABLE booked ON COMMIT DROP AS
SELECT plan.*, row_number() OVER (PARTITION BY place, arrival ORDER BY id) AS flat FROM plan WHERE has_stay;
INSERT INTO partners_relayflat (name, address, capacity, opened_on, territory_id)
SELECT 'Relais ' || k, '', 8, DATE '2014-11-03', p.id
FROM place p JOIN (SELECT place, max(flat) AS flats FROM booked GROUP BY place) b ON b.place = p.n, generate_series(1, b.flats) AS k;
INSERT INTO placements_stay (round, arrival, departure, people, state, exception_note, planned_on, arrived_on, left_on,
    household_review, service_review, flat_id, journey_id, planned_by_id)
SELECT 1, arrival, back_on, adults + children, CASE WHEN planned THEN 'planned' ELSE stay END, '', meet_on + 1,
    CASE WHEN NOT planned THEN arrival END, CASE WHEN NOT planned AND stay = 'attended' THEN back_on END, '', '',
    f.id, b.id, head
FROM booked b JOIN partners_relayflat f ON f.territory_id = b.territory AND f.name = 'Relais ' || b.flat;

INSERT INTO placements_agreement (round, side, agrees, decided_on, signatory, note, recorded_at, journey_id, recorded_by_id)
SELECT 1, side, true, agree_on, 'Signé', '', agree_on, id, CASE side WHEN 'household' THEN caseworker ELSE head END
FROM plan, (VALUES ('household'), ('service')) AS s(side) WHERE number >= 8;
INSERT INTO placements_agreement (round, side, agrees, decided_on, signatory, note, recorded_at, journey_id, recorded_by_id)
SELECT 1, 'household', id % 4 > 0, back_on, 'Signé', '', back_on, id, caseworker
FROM plan WHERE step = 'immersion' AND stay = 'attended' AND id % 2 = 0
UNION ALL SELECT 1, 'service', true, back_on, 'Signé', '', back_on, id, head
FROM plan WHERE step = 'immersion' AND stay = 'attended' AND id % 4 = 0;
INSERT INTO placements_contract (kind, signed_on, starts_on, weekly_hours, recorded_at, employer_id, journey_id, member_id,
    recorded_by_id, trade_id)
SELECT 'cdi', contract_on, contract_on + 30, 35, contract_on, employer, id, member, head,
    pg_temp.one_of(@TRADES@::text[], pg_temp.r(member, 32))
FROM plan JOIN applicant ON household = id WHERE number >= 9;

-- Under contract: a third look for a flat, a third were offered one, a third have signed. And flats nobody has yet. A flat
-- that a family left more than a month ago was let elsewhere, and withdrawn.
CREATE TEMP TABLE housed ON COMMIT DROP AS
SELECT id, place, territory, adults + children AS people, head, 'signed' AS state, offer_on, lease_on, move_on,
    CASE WHEN step = 'left' THEN left_on END AS ended_on
FROM plan WHERE number >= 10
UNION ALL SELECT id, place, territory, adults + children, head, CASE id % 3 WHEN 1 THEN 'offered' ELSE 'signed' END,
    contract_on, CASE WHEN id % 3 = 2 THEN contract_on END, NULL, NULL
FROM plan WHERE step = 'contracted' AND id % 3 > 0;
INSERT INTO partners_dwelling (id, address, kind, surface, floor, lift, accessible, rent, charges, deposit, heating,
    available_from, withdrawn_on, commune_id, territory_id, landlord_id)
SELECT h.id, h.id || ' rue de la Mesure', CASE WHEN people < 3 THEN 'T2' WHEN people < 4 THEN 'T3' ELSE 'T4' END,
    60, 1, false, false, 400, 80, 400, 'gas', offer_on - 30,
    CASE WHEN ended_on < @TODAY@ - 30 THEN ended_on + 30 END, place.commune, territory, 210 + place.n
FROM housed h JOIN place ON place.n = h.place
UNION ALL SELECT @HOUSEHOLDS@ + (place.n - 1) * 20 + k, k || ' rue des Clés', 'T' || 1 + k % 5, 60, 1, false, false, 380 + k, 80, 400,
    'gas', @TODAY@ - 30, NULL, place.commune, place.id, 210 + place.n
FROM place, generate_series(1, 20) AS k;
INSERT INTO placements_lease (state, offered_on, signed_on, refusal_note, moved_in_on, ended_on, recorded_at, dwelling_id,
    journey_id, recorded_by_id)
SELECT state, offer_on, lease_on, '', move_on, ended_on, offer_on, id, id, head FROM housed;

INSERT INTO placements_supportact (theme, mode, done_on, minutes, presence, note, next_step, next_step_on, recorded_at,
    done_by_id, journey_id)
SELECT pg_temp.one_of('{housing,work,paperwork,budget,school,leisure}'::text[], pg_temp.r(id * 16 + k, 50)), 'meeting',
    act_on + k * 30, 45, 'present', 'Point fait avec la famille.',
    CASE WHEN step = 'support' THEN 'Rappeler' ELSE '' END,
    CASE WHEN step = 'support' THEN act_on + k * 30 + 25 END, act_on + k * 30, caseworker, id
FROM plan, generate_series(0, 6) AS k
WHERE number >= 11 AND act_on + k * 30 <= CASE step WHEN 'mainstream' THEN exit_on WHEN 'left' THEN left_on ELSE @TODAY@ END;

INSERT INTO placements_exit (left_on, note, after_move_in, recorded_at, journey_id, reason_id, recorded_by_id)
SELECT j.closed_on, '', p.number >= 10, j.closed_on, j.id, j.end_reason_id, p.head
FROM candidates_journey j JOIN plan p ON p.id = j.id WHERE j.step IN ('mainstream', 'left');
