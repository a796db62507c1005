"""Facts that the verbs of the second half need. Each says in French what is missing, or nothing."""

from django.db.models import Max

from candidates.enums import Link, ParentalConsent
from candidates.models import Journey
from emile.core.workflow import guard
from placements.enums import LeaseState, Side, StayState
from placements.facts import facts_of


@guard("no_stay_under_way")
def no_stay_under_way(journey: Journey) -> str | None:
    if facts_of(journey).has_stay(StayState.PLANNED, StayState.ARRIVED):
        return "Un séjour est déjà prévu ou en cours."
    return None


@guard("stay_planned")
def stay_planned(journey: Journey) -> str | None:
    if facts_of(journey).has_stay(StayState.PLANNED):
        return None
    return "Aucun séjour n'est prévu."


@guard("stay_under_way")
def stay_under_way(journey: Journey) -> str | None:
    if facts_of(journey).has_stay(StayState.ARRIVED):
        return None
    return "Aucun séjour n'est en cours."


@guard("stay_did_not_count")
def stay_did_not_count(journey: Journey) -> str | None:
    if facts_of(journey).has_stay(StayState.ATTENDED):
        return "L'immersion a déjà été faite."
    return None


@guard("no_waiver_yet")
def no_waiver_yet(journey: Journey) -> str | None:
    if facts_of(journey).waived:
        return "Une dispense est déjà enregistrée."
    return None


@guard("immersion_done_or_waived")
def immersion_done_or_waived(journey: Journey) -> str | None:
    """A stay cut short does not count by itself: the head of service says why it is enough (a waiver)."""
    if facts_of(journey).has_stay(StayState.ATTENDED):
        return None
    if facts_of(journey).waived:
        return None
    if facts_of(journey).has_stay(StayState.PARTLY):
        return "Le séjour a été écourté : il faut un autre séjour, ou une dispense motivée du chef de service."
    return "L'immersion n'est pas terminée."


@guard("household_has_not_answered")
def household_has_not_answered(journey: Journey) -> str | None:
    return "Le ménage a déjà répondu." if Side.HOUSEHOLD in facts_of(journey).answers else None


@guard("service_has_not_answered")
def service_has_not_answered(journey: Journey) -> str | None:
    return "Le service a déjà répondu." if Side.SERVICE in facts_of(journey).answers else None


@guard("both_agree")
def both_agree(journey: Journey) -> str | None:
    given = facts_of(journey).answers
    if given.get(Side.HOUSEHOLD) and given.get(Side.SERVICE):
        return None
    return "Il faut l'accord du ménage et celui du service."


@guard("one_side_refused")
def one_side_refused(journey: Journey) -> str | None:
    given = facts_of(journey).answers
    if len(given) == 2 and not all(given.values()):
        return None
    return "Le projet se reprend quand les deux réponses sont connues et que l'une est un refus."


@guard("contract_where_required")
def contract_where_required(journey: Journey) -> str | None:
    if journey.allows("housing_first") or facts_of(journey).has_contract:
        return None
    return "Il faut d'abord un contrat signé, une promesse d'embauche ou une place en formation."


@guard("no_dwelling_held")
def no_dwelling_held(journey: Journey) -> str | None:
    return "Un logement est déjà proposé à ce ménage, ou loué." if facts_of(journey).leases else None


@guard("dwelling_offered")
def dwelling_offered(journey: Journey) -> str | None:
    if facts_of(journey).has_lease(LeaseState.OFFERED):
        return None
    return "Aucun logement n'est proposé à ce ménage."


@guard("lease_signed")
def lease_signed(journey: Journey) -> str | None:
    if facts_of(journey).has_lease(LeaseState.SIGNED):
        return None
    return "Il faut d'abord un bail signé."


@guard("children_may_move")
def children_may_move(journey: Journey) -> str | None:
    """A child moves with the agreement of both parents, or a court decision (Code civil, art. 373-2)."""
    held_back = journey.household.members.present().filter(
        link=Link.CHILD, visiting=False, schooling__parental_consent=ParentalConsent.MISSING
    )
    names = [child.first_name for child in held_back.order_by("pk")]
    if not names:
        return None
    return f"L'accord de l'autre parent, ou une décision du juge, manque pour {', '.join(names)}."


@guard("act_since_move_in")
def act_since_move_in(journey: Journey) -> str | None:
    moved_in_on = journey.leases.aggregate(day=Max("moved_in_on"))["day"]
    if moved_in_on is not None and journey.acts.filter(done_on__gte=moved_in_on).exists():
        return None
    return "L'accompagnement commence avec le premier acte après l'emménagement."
