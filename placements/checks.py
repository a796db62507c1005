"""These rules check that the step of each journey agrees with its facts. One grouped SQL statement a rule, no loop over
files.

The workflow writes facts and steps together; these rules find what went round it: a script, a restored table, a bug.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

SETTLED = "('settled', 'support', 'mainstream')"
FROM_CONTRACT = "('contracted', 'settled', 'support', 'mainstream')"
FROM_VALIDATED = f"('validated', {FROM_CONTRACT[1:]}"
FROM_IMMERSION = f"('immersion', {FROM_VALIDATED[1:]}"
FROM_PROJECT = f"('project', {FROM_IMMERSION[1:]}"
FROM_JOB_SEARCH = f"('job_search', {FROM_PROJECT[1:]}"
DIRECT = "(NOT p.diagnosis_required OR NOT p.immersion_required)"
"""Programmes that welcome families without the search, the meeting and the stay."""

NUMBER = """CASE {0} WHEN 'diagnosis' THEN 1 WHEN 'submitted' THEN 2 WHEN 'to_complete' THEN 2 WHEN 'presented' THEN 3
    WHEN 'waiting' THEN 3 WHEN 'declined' THEN 3 WHEN 'shortlisted' THEN 4 WHEN 'job_search' THEN 5
    WHEN 'project' THEN 6 WHEN 'immersion' THEN 7 WHEN 'validated' THEN 8 WHEN 'contracted' THEN 9
    WHEN 'settled' THEN 10 WHEN 'support' THEN 11 WHEN 'mainstream' THEN 12 ELSE 0 END"""
"""``steps.reached`` written in SQL; a test compares the two."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    code: str
    label: str
    """What is wrong, in words, when a file is found."""
    where: str
    """True for a journey ``j`` (of programme ``p``, last move ``m``, furthest event ``f``) that disagrees."""


@dataclass(frozen=True)
class Disagreement:
    rule: Rule
    number: int
    references: list[str]
    """The references of the first files only, see ``MOST_REFERENCES``."""


MOST_REFERENCES = 20


def none_in(table: str, condition: str = "true") -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.journey_id = j.id AND {condition})"


def some_in(table: str, condition: str = "true") -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.journey_id = j.id AND {condition})"


AGREED = "x.round = j.round AND x.agrees"
MOVED_IN = none_in("placements_lease", "x.state = 'signed' AND x.moved_in_on IS NOT NULL")

RULES = [
    Rule(
        code="contact",
        label="Recherche de postes ou après, sans aucun contact avec un employeur",
        where=f"j.step IN {FROM_JOB_SEARCH} AND NOT {DIRECT} AND {none_in('placements_jobcontact')}",
    ),
    Rule(
        code="meeting",
        label="Projet professionnel ou après, sans entretien de projet",
        where=f"j.step IN {FROM_PROJECT} AND NOT {DIRECT} AND {none_in('placements_projectmeeting')}",
    ),
    Rule(
        code="stay",
        label="Immersion ou après, sans séjour commencé ni dispense pour ce projet",
        where=f"j.step IN {FROM_IMMERSION} AND NOT {DIRECT}"
        f" AND {none_in('placements_stay', 'x.round = j.round AND x.arrived_on IS NOT NULL')}"
        f" AND {none_in('placements_immersionwaiver', 'x.round = j.round')}",
    ),
    Rule(
        code="agreements",
        label="Projet validé ou après, sans l'accord des deux parties",
        where=f"j.step IN {FROM_VALIDATED} AND NOT {DIRECT} AND (SELECT count(*) FROM placements_agreement x"
        f" WHERE x.journey_id = j.id AND {AGREED}) < 2",
    ),
    Rule(
        code="validated_late",
        label="Les deux accords sont donnés, mais le projet n'est pas validé",
        where="j.step = 'immersion' AND (SELECT count(*) FROM placements_agreement x"
        f" WHERE x.journey_id = j.id AND {AGREED}) = 2",
    ),
    Rule(
        code="contract",
        label="Contrat signé ou après, sans contrat",
        where=f"j.step IN {FROM_CONTRACT} AND p.job_before_move_in AND {none_in('placements_contract')}",
    ),
    Rule(
        code="move_in",
        label="Installation ou après, sans bail signé ni emménagement",
        where=f"j.step IN {SETTLED} AND {MOVED_IN}",
    ),
    Rule(
        code="act",
        label="Accompagnement ou après, sans acte depuis l'emménagement",
        where="j.step IN ('support', 'mainstream') AND "
        + none_in(
            "placements_supportact",
            "x.done_on >= (SELECT max(l.moved_in_on) FROM placements_lease l WHERE l.journey_id = j.id)",
        ),
    ),
    Rule(
        code="exit_missing",
        label="Parcours terminé ou interrompu, sans sortie enregistrée",
        where=f"j.step IN ('mainstream', 'left') AND {none_in('placements_exit')}",
    ),
    Rule(
        code="exit_extra",
        label="Sortie enregistrée sur un parcours qui continue",
        where=f"j.step NOT IN ('mainstream', 'left') AND {some_in('placements_exit')}",
    ),
    Rule(
        code="exit_differs",
        label="La sortie n'a pas la date ou le motif du parcours",
        where="j.step IN ('mainstream', 'left') AND "
        + some_in("placements_exit", "(x.left_on <> j.closed_on OR x.reason_id <> j.end_reason_id)"),
    ),
    Rule(
        code="declined",
        label="Candidature non retenue, sans motif de refus",
        where="j.step = 'declined' AND NOT EXISTS (SELECT 1 FROM reference_reason r"
        " WHERE r.id = j.end_reason_id AND r.kind = 'decline')",
    ),
    Rule(
        code="presented",
        label="Candidature présentée, sans territoire ou sans référent",
        where="j.furthest >= 3 AND (j.territory_id IS NULL OR j.presented_by_id IS NULL)",
    ),
    Rule(
        code="step",
        label="L'étape n'est pas celle du dernier événement",
        where="m.to_step IS DISTINCT FROM j.step",
    ),
    Rule(
        code="step_since",
        label="La date d'entrée dans l'étape n'est pas celle de l'événement",
        where="m.to_step = j.step AND m.happened_on <> j.step_since",
    ),
    Rule(
        code="furthest",
        label="L'étape la plus avancée n'est pas celle des événements",
        where="f.number IS DISTINCT FROM j.furthest",
    ),
    Rule(
        code="stay_under_way",
        label="Séjour en cours hors de l'étape d'immersion",
        where="j.step <> 'immersion' AND " + some_in("placements_stay", "x.state = 'arrived'"),
    ),
    Rule(
        code="people",
        label="Nombre d'adultes ou d'enfants invraisemblable",
        where="j.furthest >= 2 AND (j.adults NOT BETWEEN 1 AND 12 OR j.children > 15 OR j.adults + j.children >"
        " (SELECT count(*) FROM candidates_member x WHERE x.household_id = j.household_id))",
    ),
]

DIAGNOSE = """
WITH last_move AS (
    SELECT DISTINCT ON (journey_id) journey_id, to_step, happened_on
    FROM candidates_journeyevent WHERE from_step <> to_step
    ORDER BY journey_id, id DESC
), furthest AS (
    SELECT journey_id, max({number}) AS number FROM candidates_journeyevent e GROUP BY journey_id
), found AS (
    SELECT rule.code, j.reference
    FROM candidates_journey j
    JOIN reference_programme p ON p.id = j.programme_id
    LEFT JOIN last_move m ON m.journey_id = j.id
    LEFT JOIN furthest f ON f.journey_id = j.id
    CROSS JOIN LATERAL (VALUES {values}) AS rule(code, wrong)
    WHERE rule.wrong
)
SELECT code, count(*), (array_agg(reference ORDER BY reference))[1:{most}] FROM found GROUP BY code ORDER BY code
"""


def statement(rules: Iterable[Rule] = RULES) -> str:
    values = ",\n        ".join(f"('{rule.code}', {rule.where})" for rule in rules)
    return DIAGNOSE.format(number=NUMBER.format("e.to_step"), values=values, most=MOST_REFERENCES)


def find_disagreements(cursor: CursorWrapper) -> list[Disagreement]:
    """Whoever the cursor belongs to must see every file: run it inside ``acting_as_system()``."""
    cursor.execute(statement())
    by_code = {rule.code: rule for rule in RULES}
    return [Disagreement(by_code[code], number, references) for code, number, references in cursor.fetchall()]
