"""The piles of « À faire » that stays, answers, leases and acts explain: who has each, what its lines say, in which
order, and where the rest is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from candidates.todo.piles import declared_for
from emile.core.database.identity import acting_as_system
from tests.candidates.file import file_steps
from tests.candidates.file.file_steps import at_step, twin
from tests.candidates.todo.test_piles import PEOPLE, behind, piles
from tests.placements.todo import waiting_rows as rows
from tests.world import TODAY, World

LOCAL, WITH_PARIS = {"head", "caseworker"}, {"head", "caseworker", "referent"}


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


@dataclass(frozen=True)
class Pile:
    build: Callable[[World], Journey]
    people: set[str]
    title: str
    what: str
    waits_for: str
    button: str
    leads_to: str
    """After the file's own address."""
    since: Callable[[Journey], date | None]
    due: int | None
    """In how many days the file of ``build`` is due."""
    detail: str
    step: Step
    row: Callable[[World, Journey, date], object]
    """What makes a file of that step wait since, or be due on, a day."""
    first: int
    """The most pressing of five files: in how many days. The others follow, see ``AFTER``."""
    tone: str = "info"


def step_since(journey: Journey) -> date:
    return journey.step_since


def a_month_ago(journey: Journey) -> date:
    return TODAY - timedelta(days=31)


def never(journey: Journey) -> None:
    return None


PILES = {
    "never_noted": Pile(
        rows.expected_yesterday, LOCAL, "Arrivées à constater",
        "Arrivée en immersion", "l'équipe du territoire", "Constater", "agir/constater-l-arrivee/",
        never, -1, "Relais Jordanne", Step.PROJECT, rows.arrival, -6,
    ),
    "not_closed": Pile(
        rows.gone_yesterday, LOCAL, "Séjours finis, sans bilan", "Fin de l'immersion et bilan",
        "l'équipe du territoire", "Faire le bilan", "agir/terminer-le-sejour-et-faire-le-bilan/",
        never, -1, "Relais Jordanne", Step.IMMERSION,
        rows.departure, -6,
    ),
    "arrivals": Pile(
        file_steps.stay_planned, WITH_PARIS, "Arrivées de la semaine", "Arrivée en immersion",
        "l'équipe du territoire", "Ouvrir", "", never, 0, "Relais Jordanne", Step.PROJECT, rows.arrival, 0,
    ),
    "under_way": Pile(
        file_steps.arrived, WITH_PARIS, "Séjours en cours", "Fin de l'immersion et bilan",
        "l'équipe du territoire", "Ouvrir", "", never, 3, "Relais Jordanne", Step.IMMERSION, rows.departure, 0,
    ),
    "next_steps": Pile(
        rows.promised, {"caseworker"}, "Prochaines étapes de l'accompagnement", "Rappeler la CAF", "",
        "Noter un acte", "agir/noter-un-acte-d-accompagnement/", never, 7, "", Step.SUPPORT, rows.next_step, -2,
    ),
    "stays_to_plan": Pile(
        at_step(Step.PROJECT), WITH_PARIS, "Séjours à prévoir", "Séjour d'immersion à prévoir",
        "l'équipe du territoire", "Prévoir", "agir/prevoir-un-sejour-d-immersion/", step_since, None, "",
        Step.PROJECT, rows.nothing, -30,
    ),
    "household_answers": Pile(
        at_step(Step.IMMERSION), {"caseworker", "referent", "prescriber"}, "Réponses de familles attendues",
        "Réponses du ménage et du service", "le ménage et le chef de service",
        "Noter la réponse", "agir/enregistrer-la-reponse-du-menage/",
        step_since, None, "", Step.IMMERSION, rows.stay_over, -30,
    ),
    "service_answers": Pile(
        file_steps.half_answered, {"head"}, "Réponses du service attendues", "Réponse du service",
        "le chef de service", "Répondre", "agir/donner-la-reponse-du-service/", step_since, None, "", Step.IMMERSION,
        rows.stay_over, -30,
    ),
    "refused": Pile(
        file_steps.refused, {"head"}, "Projets à reprendre", "Projet à reprendre",
        "le chef de service", "Reprendre", "agir/reprendre-le-projet/", step_since, None, "", Step.IMMERSION,
        rows.refusal, -30,
    ),
    "to_contract": Pile(
        at_step(Step.VALIDATED), LOCAL, "Contrats à signer", "Contrat à signer", "l'équipe du territoire",
        "Noter le contrat", "agir/enregistrer-le-contrat-signe/", step_since, None, "", Step.VALIDATED, rows.nothing,
        -30, tone="success",
    ),
    "flats_to_find": Pile(
        at_step(Step.CONTRACTED), LOCAL, "Logements à trouver", "Logement à proposer",
        "l'équipe du territoire", "Proposer", "agir/proposer-un-logement/", step_since, None, "",
        Step.CONTRACTED, rows.nothing, -30, tone="success",
    ),
    "leases_to_sign": Pile(
        file_steps.offered, LOCAL, "Baux à signer", "Bail à signer", "l'équipe du territoire", "Noter le bail",
        "agir/enregistrer-le-bail-signe/", step_since, None, "", Step.CONTRACTED, rows.offer, -30, tone="success",
    ),
    "moves_due": Pile(
        file_steps.leased, LOCAL, "Emménagements à venir", "Emménagement", "l'équipe du territoire", "Constater",
        "agir/constater-l-emmenagement/", step_since, None, "", Step.CONTRACTED, rows.lease, -30, tone="success",
    ),
    "permits": Pile(
        rows.permit_of_awa, {"prescriber"}, "Titres de séjour qui expirent", "Faire renouveler le titre de séjour", "",
        "Ouvrir", "", never, 120, "Awa", Step.DIAGNOSIS, rows.permit, -1, tone="warning",
    ),
    "without_act": Pile(
        rows.silent_family, {"caseworker"}, "Familles sans acte depuis longtemps",
        "Prendre des nouvelles de la famille", "", "Noter un acte", "agir/noter-un-acte-d-accompagnement/",
        a_month_ago, None, "", Step.SUPPORT, rows.last_act, -40, tone="neutral",
    ),
}  # fmt: skip
each_pile = pytest.mark.parametrize("slug", PILES)


@each_pile
def test_who_has_it_and_what_its_line_says(world, slug):
    pile = PILES[slug]
    with acting_as_system():
        journey = Journey.objects.get(pk=pile.build(world).pk)
    found = {name: piles(getattr(world, name)).get(slug) for name in PEOPLE}
    assert {name for name, shown in found.items() if shown} == pile.people
    file = f"/dossiers/{journey.reference}/"
    for shown in filter(None, found.values()):
        (line,) = shown.lines
        assert (shown.title, shown.total, shown.hidden) == (pile.title, 1, "")
        assert (line.who, line.title, line.url) == ("DIALLO Awa", pile.what, file)
        assert (line.waits_for, line.detail, line.tone) == (pile.waits_for, pile.detail, pile.tone)
        assert (line.action_label, line.action_url) == (pile.button, file + pile.leads_to)
        due = None if pile.due is None else TODAY + timedelta(days=pile.due)
        assert (line.since, line.due) == (pile.since(journey), due)


# --- the most pressing first ----------------------------------------------------------------------------------------

AFTER = {"DEUXIÈME A": 1, "QUATRIÈME": 2, "PREMIÈRE": 0, "CINQUIÈME": 3, "DEUXIÈME B": 1}
"""In how many days after the first; of two files of the same day, the one opened first."""
IN_ORDER = ["PREMIÈRE", "DEUXIÈME A", "DEUXIÈME B", "QUATRIÈME", "CINQUIÈME"]


@each_pile
def test_the_most_pressing_first_three_of_them_and_the_rest_behind_its_link(world, presented, sign_in, slug):
    pile = PILES[slug]
    person = getattr(world, min(pile.people))
    in_charge = {"caseworker": world.caseworker} if pile.people == {"caseworker"} else {}
    with acting_as_system():
        for name, later in AFTER.items():
            day = TODAY + timedelta(days=pile.first + later)
            since = day if pile.due is None else TODAY
            journey = twin(presented, name, step=pile.step, furthest=pile.step.number, step_since=since, **in_charge)
            pile.row(world, journey, day)
    shown = piles(person)[slug]
    assert ([line.who for line in shown.lines], shown.total, shown.hidden) == (IN_ORDER[:3], 5, "2")
    days = [line.due or line.since for line in shown.lines]
    assert days == [TODAY + timedelta(days=pile.first + later) for later in (0, 1, 1)]
    assert behind(sign_in(person), shown) == IN_ORDER


def test_each_role_has_its_piles_in_the_order_of_the_day(world):
    ours = {*PILES, "housing_requests"}
    roles = ("prescriber", "referent", "head", "caseworker", "manager", "dpo", "partner")
    with acting_as_system():
        piles = {role: [pile.slug for pile in declared_for(getattr(world, role))] for role in roles}
    to_settle = ["to_contract", "flats_to_find", "leases_to_sign", "moves_due"]
    assert {role: [slug for slug in slugs if slug in ours] for role, slugs in piles.items()} == {
        "prescriber": ["household_answers", "permits", "housing_requests"],
        "referent": ["arrivals", "under_way", "stays_to_plan", "household_answers"],
        "head": [
            *("never_noted", "not_closed", "service_answers", "arrivals", "under_way", "next_steps", "stays_to_plan"),
            *("refused", *to_settle),
        ],
        "caseworker": [
            *("never_noted", "not_closed", "arrivals", "under_way", "next_steps", "stays_to_plan"),
            *("household_answers", *to_settle, "permits", "housing_requests", "without_act"),
        ],
        "manager": [],
        "dpo": [],
        "partner": [],
    }
