"""Facts that the verbs of the first half need. Each says in French what is missing, or nothing."""

from candidates.candidature.completeness import missing_for_submission
from candidates.models import Journey
from emile.core.workflow import guard


@guard("diagnosis_required_here")
def diagnosis_required_here(journey: Journey) -> str | None:
    if not journey.programme.diagnosis_required:
        return f"Le programme {journey.programme} accueille les familles directement, sans candidature."
    return None


@guard("candidature_complete")
def candidature_complete(journey: Journey) -> str | None:
    missing = missing_for_submission(journey)
    if not missing:
        return None
    return f"Il manque encore : {', '.join(point.label for point in missing)}."


@guard("applicant_known")
def applicant_known(journey: Journey) -> str | None:
    if journey.household.members.present().filter(link="applicant").exists():
        return None
    return "Le demandeur n'est pas encore inscrit."


@guard("household_consented")
def household_consented(journey: Journey) -> str | None:
    latest = journey.household.consents.latest_answer()
    if latest is not None and latest.given:
        return None
    return "L'accord de la famille sur l'usage de ses informations n'est pas enregistré."


@guard("decline_can_be_reviewed")
def decline_can_be_reviewed(journey: Journey) -> str | None:
    if journey.review_on is None:
        return "Cette décision ferme le dossier : pour une nouvelle demande, ouvrez un nouveau parcours."
    return None


@guard("no_other_open_journey")
def no_other_open_journey(journey: Journey) -> str | None:
    if journey.household.journeys.open().exclude(pk=journey.pk).exists():
        return "Ce ménage a déjà un autre parcours en cours."
    return None
