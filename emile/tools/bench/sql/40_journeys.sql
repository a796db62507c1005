-- The journeys, with their steps, and every event that led there.

INSERT INTO candidates_journey (id, reference, step, furthest, step_since, opened_on, closed_on, review_on, adults, children,
    round, caseworker_id, end_reason_id, household_id, origin_area_id, prescribed_by_id, prescriber_id,
    presented_by_id, programme_id, territory_id, suspended_until)
SELECT p.id, pg_temp.ref(p.id), p.step, p.number, since,
    p.opened_on, closed_on, CASE WHEN p.step = 'declined' AND p.id % 2 = 0 THEN greatest(since + 90, @TODAY@ - 10 + (p.id % 180)::int) END, p.adults, p.children,
    1, CASE WHEN p.number >= 4 THEN p.caseworker END,
    CASE p.step WHEN 'declined' THEN (SELECT id FROM reference_reason WHERE code = 'decline-french')
        WHEN 'mainstream' THEN (SELECT id FROM reference_reason WHERE code = 'exit-after-move-in-mainstream')
        WHEN 'left' THEN p.reason END,
    p.id, p.origin, p.prescriber_user, p.prescriber, CASE WHEN p.number >= 3 THEN p.referent END, p.programme,
    CASE WHEN p.number >= 3 OR p.direct THEN p.territory END, CASE WHEN p.suspended THEN @TODAY@ + 30 END
FROM (
    SELECT *, CASE WHEN step IN ('declined', 'mainstream', 'left') THEN since END AS closed_on FROM (
        SELECT plan.*, CASE step
            WHEN 'diagnosis' THEN opened_on WHEN 'submitted' THEN submit_on WHEN 'to_complete' THEN opened_on + 11
            WHEN 'presented' THEN present_on WHEN 'waiting' THEN opened_on + 30 WHEN 'declined' THEN opened_on + 34
            WHEN 'shortlisted' THEN shortlist_on WHEN 'job_search' THEN contact_on WHEN 'project' THEN meet_on
            WHEN 'immersion' THEN arrival WHEN 'validated' THEN agree_on WHEN 'contracted' THEN contract_on
            WHEN 'settled' THEN move_on WHEN 'support' THEN act_on WHEN 'mainstream' THEN exit_on ELSE left_on END AS since,
            CASE WHEN number >= 10 THEN (SELECT id FROM reference_reason WHERE code = 'exit-after-move-in-moved')
                ELSE (SELECT id FROM reference_reason WHERE code = pg_temp.one_of(ARRAY['exit-before-move-in-family',
                    'exit-before-move-in-housed-in-origin', 'exit-before-move-in-lost-contact',
                    'exit-before-move-in-immersion'], pg_temp.r(plan.id, 40))) END AS reason
        FROM plan) AS dated) AS p;

INSERT INTO candidates_diagnosis (made_on, summary, strengths, obstacles, journey_id)
SELECT opened_on, 'Situation reprise avec la famille.', 'Motivation', '', id FROM plan;
INSERT INTO candidates_candidature (reasons, ties, obstacles, leisure, saved_at, journey_id)
SELECT 'Un logement stable et un emploi.', '', '', 'Marche', opened_on, id FROM plan;
INSERT INTO candidates_wish (rank, journey_id, territory_id) SELECT 1, id, territory FROM plan;
INSERT INTO candidates_complement (topic, question, answer, state, asked_at, asked_by_id, journey_id)
SELECT 'logement', 'Depuis quand ?', '', 'open', opened_on + 11, referent, id FROM plan WHERE step = 'to_complete';

-- When one file's events are sorted by id they are in the order in which they happened: see ORDER BY.
INSERT INTO candidates_journeyevent (action, from_step, to_step, happened_on, recorded_at, data, by_id, journey_id)
SELECT e.action, e.from_step, e.to_step, e.day, e.day, '{}', e.by, p.id
FROM plan p CROSS JOIN LATERAL (VALUES
    (1, 'open', '', 'diagnosis', opened_on, prescriber_user, true),
    (2, 'submit', 'diagnosis', 'submitted', submit_on, prescriber_user, number >= 2),
    (3, 'ask_complements', 'submitted', 'to_complete', opened_on + 11, referent, step = 'to_complete'),
    (4, 'present', 'submitted', 'presented', present_on, referent, number >= 3),
    (5, 'put_on_waiting_list', 'presented', 'waiting', opened_on + 30, head, step = 'waiting'),
    (6, 'decline', 'presented', 'declined', opened_on + 34, head, step = 'declined'),
    (7, 'shortlist', 'presented', 'shortlisted', shortlist_on, head, number >= 4),
    (8, 'assign', 'shortlisted', 'shortlisted', shortlist_on, head, number >= 4),
    (9, 'contact_employer', 'shortlisted', 'job_search', contact_on, head, number >= 5),
    (10, 'hold_meeting', 'job_search', 'project', meet_on, head, number >= 6),
    (11, 'plan_stay', 'project', 'project', meet_on + 1, head, has_stay),
    (12, 'arrive', 'project', 'immersion', arrival, caseworker, number >= 7),
    (13, 'end_stay', 'immersion', 'immersion', back_on, caseworker, number >= 7 AND stay <> 'arrived'),
    (14, 'give_household_agreement', 'immersion', 'immersion', agree_on, caseworker, number >= 8),
    (15, 'give_service_agreement', 'immersion', 'immersion', agree_on, head, number >= 8),
    (16, 'validate', 'immersion', 'validated', agree_on, head, number >= 8),
    (17, 'sign_contract', 'validated', 'contracted', contract_on, head, number >= 9),
    (18, 'offer_dwelling', 'contracted', 'contracted', offer_on, head, number >= 10),
    (19, 'sign_lease', 'contracted', 'contracted', lease_on, head, number >= 10),
    (20, 'move_in', 'contracted', 'settled', move_on, caseworker, number >= 10),
    (21, 'start_support', 'settled', 'support', act_on, caseworker, number >= 11),
    (22, 'exit_to_mainstream', 'support', 'mainstream', exit_on, caseworker, number >= 12),
    (23, 'leave', CASE number WHEN 2 THEN 'submitted' WHEN 3 THEN 'presented' WHEN 4 THEN 'shortlisted'
        WHEN 5 THEN 'job_search' WHEN 6 THEN 'project' WHEN 7 THEN 'immersion' WHEN 8 THEN 'validated'
        WHEN 9 THEN 'contracted' WHEN 10 THEN 'settled' ELSE 'support' END, 'left', left_on,
        CASE WHEN number >= 4 THEN head ELSE referent END, step = 'left'),
    (24, 'suspend', p.step, p.step, @TODAY@, CASE WHEN number >= 4 THEN head ELSE referent END, suspended)
) AS e(rank, action, from_step, to_step, day, by, happened)
WHERE e.happened ORDER BY p.id, e.rank;

INSERT INTO candidates_eventnote (text, journey_id, event_id)
SELECT 'Vu avec la famille.', journey_id, id FROM candidates_journeyevent WHERE action = 'present' AND id % 3 = 0;
