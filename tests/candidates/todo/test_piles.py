"""The piles of « À faire » that the journey alone explains: who has each, what its lines say, in which order, from
which day on, and where the rest is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, ShownPile, piles_for
from emile.reference.models import Programme, Reason
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed, twin
from tests.candidates.journey.verb_answers import direct_arrival
from tests.world import TODAY, World

PEOPLE = [
    *("prescriber", "other_prescriber", "lyon_prescriber", "referent", "other_referent", "head", "other_head"),
    *("caseworker", "other_caseworker", "manager", "dpo", "partner"),
]


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def aged(build: Callable[[World], Journey], days: int) -> Callable[[World], Journey]:
    return lambda world: changed(build(world), step_since=TODAY - timedelta(days=days))


def to_review_today(world: World) -> Journey:
    return changed(places.declined(world), review_on=TODAY)


def stay_in_three_weeks(world: World) -> Journey:
    journey = world.journey(Step.PROJECT)
    places.plan(world, journey, in_days=21)
    return changed(journey, step_since=TODAY - timedelta(days=31))


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
    tone: str = "info"
    detail: str = ""


PILES = {
    "complements": Pile(
        places.to_complete, {"prescriber"}, "Compléments demandés", "Compléments à envoyer", "Samusocial",
        "Répondre", "agir/renvoyer-la-candidature-completee/", tone="warning",
    ),
    "drafts": Pile(
        places.at_step(Step.DIAGNOSIS), {"prescriber"}, "Candidatures à terminer",
        "Candidature à transmettre", "Samusocial", "Reprendre", "candidature/", tone="neutral",
    ),
    "undecided": Pile(
        aged(places.at_step(Step.SUBMITTED), 31), {"prescriber"}, "Sans réponse depuis longtemps",
        "Candidature à présenter", "le référent", "Ouvrir", "",
    ),
    "to_present": Pile(
        places.at_step(Step.SUBMITTED), {"referent"}, "Candidatures à présenter", "Candidature à présenter",
        "le référent", "Présenter", "agir/presenter-au-territoire/",
    ),
    "to_welcome": Pile(
        direct_arrival, {"referent"}, "Familles à accueillir", "Famille à accueillir", "le référent", "Accueillir",
        "agir/accueillir-la-famille/", tone="neutral",
    ),
    "complements_awaited": Pile(
        places.to_complete, {"referent"}, "Compléments attendus", "Compléments à envoyer", "Samusocial",
        "Ouvrir", "", tone="warning", detail="Samusocial",
    ),
    "to_decide": Pile(
        places.at_step(Step.PRESENTED), {"head"}, "Candidatures à décider", "Décision sur la candidature",
        "le chef de service", "Décider", "", detail="Samusocial",
    ),
    "waiting_list": Pile(
        places.waiting, {"head"}, "Liste d'attente", "Décision sur la candidature",
        "le chef de service", "Relire", "", tone="warning",
    ),
    "to_review": Pile(
        to_review_today, {"referent", "head"}, "À réexaminer", "Réexaminer la candidature non retenue", "",
        "Réexaminer", "agir/reexaminer-la-candidature/",
    ),
    "first_contact": Pile(
        places.at_step(Step.SHORTLISTED), {"head", "caseworker"}, "Retenues, sans contact avec un employeur",
        "Premier contact avec un employeur", "l'équipe du territoire", "Noter un contact",
        "agir/noter-un-contact-avec-un-employeur/", tone="success",
    ),
    "meeting": Pile(
        places.at_step(Step.JOB_SEARCH), {"head"}, "Entretiens à mener", "Entretien et projet professionnel",
        "le chef de service", "Noter l'entretien", "agir/enregistrer-l-entretien-et-le-projet/",
    ),
    "silent": Pile(
        stay_in_three_weeks, {"head", "caseworker"}, "Dossiers sans mouvement", "Arrivée en immersion",
        "l'équipe du territoire", "Ouvrir", "",
       
    ),
}  # fmt: skip
ICONS = {
    "complements": "message-circle-question-mark",
    "drafts": "file-pen",
    "undecided": "hourglass",
    "to_present": "send",
    "to_welcome": "plane-landing",
    "complements_awaited": "hourglass",
    "to_decide": "scale",
    "waiting_list": "hourglass",
    "to_review": "rotate-ccw",
    "first_contact": "briefcase",
    "meeting": "messages-square",
    "silent": "bell-off",
}
each_pile = pytest.mark.parametrize("slug", PILES)


def piles(user, only: str = "") -> dict[str, ShownPile]:
    with acting_as(user.pk):
        return {shown.slug: shown for shown in piles_for(user, TODAY, Asked(only=only))}


def names(user, slug: str, only: str = "") -> list[str]:
    shown = piles(user, only).get(slug)
    return [line.who for line in shown.lines] if shown else []


@each_pile
def test_who_has_it_and_who_does_not(world, slug):
    with acting_as_system():
        PILES[slug].build(world)
    assert {name for name in PEOPLE if slug in piles(getattr(world, name))} == PILES[slug].people


@each_pile
def test_its_line_says_what_to_do_about_whom_and_where(world, slug):
    pile = PILES[slug]
    with acting_as_system():
        journey = Journey.objects.get(pk=pile.build(world).pk)
    shown = piles(getattr(world, min(pile.people)))[slug]
    (line,) = shown.lines
    file = f"/dossiers/{journey.reference}/"
    assert (shown.title, shown.total, shown.more_url, shown.hidden) == (pile.title, 1, "", "")
    assert (line.who, line.title, line.url) == ("DIALLO Awa", pile.what, file)
    assert shown.icon == line.icon == ICONS[slug]
    assert (line.waits_for, line.detail, line.tone) == (pile.waits_for, pile.detail, pile.tone)
    assert (line.action_label, line.action_url) == (pile.button, file + pile.leads_to)
    assert (line.since, line.due) == (journey.step_since, journey.review_on)


AGES = {"DEUXIÈME A": 40, "QUATRIÈME": 33, "PREMIÈRE": 41, "CINQUIÈME": 32, "DEUXIÈME B": 40}
OLDEST_FIRST = ["PREMIÈRE", "DEUXIÈME A", "DEUXIÈME B", "QUATRIÈME", "CINQUIÈME"]


def five(world: World, slug: str) -> None:
    """Between two of the same day, the file opened first; what is due orders before what is old."""
    first = world.journey(Step.SETTLED) if slug == "silent" else PILES[slug].build(world)
    for name, age in AGES.items():
        due = {"review_on": TODAY - timedelta(days=age), "step_since": TODAY - timedelta(days=90 - age)}
        since = {"step_since": TODAY - timedelta(days=age)}
        twin(first, name, **(due if slug == "to_review" else since))
    changed(first, territory=world.lozere, origin_area=world.lyon, prescriber=world.lyon_structure)


@each_pile
def test_the_most_pressing_first_three_of_them_and_the_rest_behind_its_link(world, sign_in, slug):
    with acting_as_system():
        five(world, slug)
    for person in PILES[slug].people:
        user = getattr(world, person)
        shown = piles(user)[slug]
        assert ([line.who for line in shown.lines], shown.total, shown.hidden) == (OLDEST_FIRST[:3], 5, "2")
        assert names(user, slug, only=slug) == OLDEST_FIRST
        assert behind(sign_in(user), shown) == OLDEST_FIRST


def behind(client, pile: ShownPile) -> list[str]:
    shown = client.get("/" + pile.rest_url if pile.rest_url.startswith("?") else pile.rest_url).context
    if "list" in shown:
        return [line.name for line in shown["list"].lines]
    return [line.who for line in shown["piles"][0].lines]


def test_the_piles_stand_in_the_order_of_the_day(world):
    ours = set(PILES)
    with acting_as_system():
        for pile in PILES.values():
            pile.build(world)
    expected = {
        "prescriber": ["complements", "drafts", "undecided"],
        "referent": ["to_present", "to_welcome", "to_review", "complements_awaited"],
        "head": ["to_decide", "first_contact", "meeting", "waiting_list", "to_review", "silent"],
        "caseworker": ["first_contact", "silent"],
    }
    for person, slugs in expected.items():
        assert [slug for slug in piles(getattr(world, person)) if slug in ours] == slugs


# --- from which day on -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [30, 31])
@pytest.mark.parametrize("build", [places.at_step(Step.SUBMITTED), places.at_step(Step.PRESENTED), places.waiting])
def test_a_structure_asks_where_its_file_is_after_thirty_days(world, build, days):
    with acting_as_system():
        aged(build, days)(world)
    assert names(world.prescriber, "undecided") == (["DIALLO Awa"] if days > 30 else [])


@pytest.mark.parametrize(("days", "seen"), [(-1, True), (0, True), (1, False)])
def test_a_declined_file_comes_back_on_its_day(world, days, seen):
    with acting_as_system():
        changed(places.declined(world), review_on=TODAY + timedelta(days=days))
    for user in (world.head, world.referent):
        assert ("to_review" in piles(user)) is seen


@pytest.mark.parametrize("days", [30, 31])
@pytest.mark.parametrize("step", [Step.JOB_SEARCH, Step.VALIDATED, Step.CONTRACTED, Step.SETTLED, Step.SUPPORT])
def test_a_file_is_silent_after_thirty_days_where_nothing_else_is_asked(world, step, days):
    """A caseworker has the meetings of nobody; the contracts and the flats to find are theirs already."""
    with acting_as_system():
        aged(places.at_step(step), days)(world)
    silent = step in {Step.JOB_SEARCH, Step.SETTLED} and days > 30
    assert names(world.caseworker, "silent") == (["DIALLO Awa"] if silent else [])


def test_a_settled_family_in_ones_own_charge_waits_for_an_act_and_is_not_silent_twice(world):
    with acting_as_system():
        journey = aged(places.at_step(Step.SETTLED), 31)(world)
        colleague = world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        changed(journey, caseworker=world.caseworker)
    seen = {name: "silent" in piles(user) for name, user in [("mine", world.caseworker), ("hers", colleague)]}
    assert seen == {"mine": False, "hers": True}
    assert "silent" in piles(world.head)


# --- which programme, which step ---------------------------------------------------------------------------------


def test_a_programme_without_candidature_is_welcomed_and_never_drafted(world):
    with acting_as_system():
        direct_arrival(world)
    assert piles(world.prescriber) == {}
    assert list(piles(world.referent)) == ["to_welcome"]


def test_where_housing_comes_first_no_employer_is_waited_for(world):
    with acting_as_system():
        journey = world.journey(Step.SHORTLISTED)
        changed(journey, programme=Programme.objects.get(job_before_move_in=False))
    assert "first_contact" not in piles(world.head)
    assert "flats_to_find" in piles(world.head)


def test_a_closed_file_is_in_no_pile(world):
    with acting_as_system():
        closed = places.left(world)
        changed(closed, step_since=TODAY - timedelta(days=90))
        shut = Reason.objects.get(code="decline-not-eligible")
        changed(places.declined(world), review_on=None, end_reason=shut, step_since=TODAY - timedelta(days=90))
    for name in PEOPLE:
        assert piles(getattr(world, name)) == {}, name
