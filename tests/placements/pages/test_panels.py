"""The panels of the second half; and above all: neither side learns the other's answer before both are in."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils.html import strip_tags

from candidates.journey.events import steps_of
from candidates.journey.expected import awaited, offers_on
from candidates.journey.moves import available
from candidates.journey.table import Action
from candidates.journey.waiting import wait_of
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.workflow import OutOfOrder
from placements.enums import Side
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.project.agreements import shown_to
from placements.stays import workflow as stays
from tests.candidates.file import file_steps as places
from tests.world import TODAY, World

PANELS = ["resume", "immersion", "logement", "suivi", "historique"]
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+}|name="token" value="[^"]+"|nonce="[^"]+"'
)


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def build(world, place, **options) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=place(world, **options).pk)


def page(client, journey, panel: str) -> str:
    html = client.get(f"/dossiers/{journey.reference}/volet/{panel}/").content.decode()
    html = CHANGING.sub("", html).replace(journey.reference, "REF")
    return re.sub(r"(?<=[/_-])\d+", "", html)


# --- blind agreements ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [places.half_answered, places.service_answered])
def test_no_byte_of_the_screen_depends_on_the_answer_of_the_other_side(world, sign_in, side):
    """Two files alike but for the answer, yes and no, read by those who did not write it."""
    yes = build(world, side, agrees=True)
    world.flat = another_flat(world)  # the same days, hence another flat
    no = build(world, side, agrees=False)
    assert yes.step_since == no.step_since
    author = world.caseworker if side is places.half_answered else world.head
    for reader in {world.head, world.caseworker, world.referent, world.prescriber} - {author}:
        client = sign_in(reader)
        for panel in PANELS:
            shown_of_yes = page(client, yes, panel)
            assert shown_of_yes == page(client, no, panel), (reader.first_name, panel)
            assert "Secrète" not in shown_of_yes
            assert "Motsecret" not in shown_of_yes


def another_flat(world):
    with acting_as_system():
        return world.relay_flat("Relais Jordanne", world.lozere)


@pytest.mark.parametrize("agrees", [True, False])
def test_verbs_steps_and_events_are_the_same_whatever_was_answered(world, agrees):
    journey = build(world, places.half_answered, agrees=agrees)
    with acting_as(world.head.pk):
        mine = Journey.objects.visible_to(world.head).get(pk=journey.pk)
        offers = offers_on(mine, world.head)
        assert {offer.action for offer in offers if offer.mine and not offer.reasons} == {
            Action.FOLLOW_CONTACT,
            Action.GIVE_SERVICE_AGREEMENT,
            Action.RECORD_ACT,
            Action.ASSIGN,
            Action.SUSPEND,
            Action.LEAVE,
        }
        assert awaited(mine, wait_of(mine, TODAY)) == "le chef de service"
        assert steps_of(mine)[6].state == "current"
        assert Action.VALIDATE not in dict(available(mine, world.head))
        last = mine.events.order_by("-pk").first()
        assert set(last.data) == {"agreement"}
        assert not hasattr(last, "note")


@pytest.mark.parametrize("agrees", [True, False])
@pytest.mark.parametrize("days_before", [0, 1, 40])
def test_no_refusal_of_the_second_answer_depends_on_the_first(world, agrees, days_before):
    """A date that is refused is refused whatever the other side said."""
    journey = build(world, places.half_answered, agrees=agrees)
    with acting_as_system():
        earliest = journey.stays.get().left_on
        day = earliest - timedelta(days=days_before)
        if days_before:
            with pytest.raises(OutOfOrder, match="la réponse vient après"):
                project.give_service_agreement(journey, by=world.head, on=day, agrees=True)
        else:
            project.give_service_agreement(journey, by=world.head, on=day, agrees=True)


def test_the_project_is_validated_on_the_later_of_the_two_days(world):
    journey = build(world, places.half_answered, agrees=True)
    with acting_as_system():
        earlier = journey.stays.get().left_on
        project.give_service_agreement(journey, by=world.head, on=earlier, agrees=True)
        journey.refresh_from_db()
    assert (journey.step, journey.step_since) == (Step.VALIDATED, TODAY)


def test_the_one_who_wrote_an_answer_reads_it_and_the_other_side_sees_a_seal(world):
    journey = build(world, places.half_answered, agrees=False)
    with acting_as_system():
        own = {shown.side: shown for shown in shown_to(world.caseworker, journey)}
        other = {shown.side: shown for shown in shown_to(world.head, journey)}
    assert own[Side.HOUSEHOLD].agrees is False
    assert other[Side.HOUSEHOLD].sealed
    assert other[Side.HOUSEHOLD].agrees is None
    assert other[Side.SERVICE].row is None


def test_once_both_are_in_both_are_read_by_everybody(world, sign_in):
    journey = build(world, places.refused)
    for reader in (world.head, world.caseworker, world.prescriber, world.referent):
        text = strip_tags(sign_in(reader).get(f"/dossiers/{journey.reference}/volet/immersion/").content.decode())
        assert "Pas d'accord" in text
        assert "signé par Awa Secrète" in text
        assert "Motsecret" in text


def test_a_project_taken_up_again_asks_both_sides_anew(world):
    journey = build(world, places.refused)
    with acting_as_system():
        project.resume_project(journey, by=world.head, on=TODAY)
        journey.refresh_from_db()
        assert [shown.row for shown in shown_to(world.head, journey)] == [None, None]
        assert journey.agreements.count() == 2


# --- what the panels show -----------------------------------------------------------------------------------------


def shown(sign_in, reader, journey, panel: str) -> str:
    response = sign_in(reader).get(f"/dossiers/{journey.reference}/volet/{panel}/")
    return " ".join(unescape(strip_tags(response.content.decode())).replace("\u00a0", " ").split())


def test_a_stay_outside_the_rules_is_a_warning_with_its_reason(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        reason = world.reason("stay_exception")
        places.plan(
            world,
            journey,
            departure=TODAY + timedelta(days=9),
            exception_reason=reason,
            exception_note="Deux entretiens",
        )
    text = shown(sign_in, world.caseworker, journey, "immersion")
    assert "Séjour hors des règles habituelles" in text
    assert reason.label in text
    assert "10 jours" in text


def test_a_waiver_is_told_with_its_reason(world, sign_in):
    journey = build(world, places.at_step(Step.PROJECT))
    reason = world.reason("immersion_waiver")
    with acting_as_system():
        stays.waive_immersion(journey, by=world.head, on=TODAY, reason=reason, note="La famille y a vécu.")
    text = shown(sign_in, world.prescriber, journey, "immersion")
    assert f"{reason.label} – La famille y a vécu." in text


def test_no_double_agreement_is_announced_before_its_time(world, sign_in):
    journey = build(world, places.at_step(Step.PROJECT))
    assert "Chacun répond sans voir" not in shown(sign_in, world.head, journey, "immersion")


def test_the_project_the_contract_and_the_flat_are_told(world, sign_in):
    journey = build(world, places.leased)
    assert "Un poste de menuisier en CDI." in shown(sign_in, world.head, journey, "projet")
    text = shown(sign_in, world.head, journey, "logement")
    assert "CDI" in text
    assert "Menuiserie Delmas" in text
    assert "bail signé le" in text
    assert "Polygone" in text


def test_a_refused_flat_says_why(world, sign_in):
    journey = build(world, places.offered)
    with acting_as_system():
        housing.refuse_dwelling(journey, by=world.head, on=TODAY, note="Trop loin de l'école")
    assert "Trop loin de l'école" in shown(sign_in, world.head, journey, "logement")
