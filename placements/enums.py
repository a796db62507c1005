from django.db import models

from emile.core.tones import Tone


class ContactOutcome(models.TextChoices):
    """Where a proposal of a vacancy stands (mise en relation)."""

    PROPOSED = "proposed", "Profil proposé"
    INTERESTED = "interested", "Employeur intéressé"
    INTERVIEW = "interview", "Entretien prévu"
    ACCEPTED = "accepted", "Embauche acceptée"
    REFUSED = "refused", "Refus de l'employeur"
    WITHDRAWN = "withdrawn", "Candidat retiré"


class StayState(models.TextChoices):
    PLANNED = "planned", "Prévu"
    ARRIVED = "arrived", "En cours"
    ATTENDED = "attended", "Effectué"
    PARTLY = "partly", "Écourté"
    NO_SHOW = "no_show", "Non venu"
    CANCELLED = "cancelled", "Annulé"


STAY_TONES: dict[StayState, Tone] = {
    StayState.PLANNED: "info",
    StayState.ARRIVED: "accent",
    StayState.ATTENDED: "success",
    StayState.PARTLY: "warning",
    StayState.NO_SHOW: "danger",
    StayState.CANCELLED: "neutral",
}

HOLDING_THE_FLAT = frozenset({StayState.PLANNED, StayState.ARRIVED, StayState.ATTENDED, StayState.PARTLY})
"""States in which nobody else may have the flat on those nights."""


class Side(models.TextChoices):
    HOUSEHOLD = "household", "Le ménage"
    SERVICE = "service", "Le service"


class LeaseState(models.TextChoices):
    OFFERED = "offered", "Proposé"
    REFUSED = "refused", "Refusé"
    SIGNED = "signed", "Signé"


LEASE_TONES: dict[LeaseState, Tone] = {
    LeaseState.OFFERED: "info",
    LeaseState.REFUSED: "neutral",
    LeaseState.SIGNED: "success",
}


class Theme(models.TextChoices):
    """Themes of support (domain, section 5)."""

    HOUSING = "housing", "Logement"
    WORK = "work", "Emploi"
    TRAINING = "training", "Formation"
    PAPERWORK = "paperwork", "Démarches administratives"
    BUDGET = "budget", "Budget"
    MOBILITY = "mobility", "Mobilité"
    HEALTH = "health", "Santé"
    FAMILY = "family", "Famille"
    FRENCH = "french", "Français"
    DIGITAL = "digital", "Numérique"
    SCHOOL = "school", "Scolarité"
    LEISURE = "leisure", "Loisirs et lien social"


class Mode(models.TextChoices):
    MEETING = "meeting", "Entretien"
    PHONE = "phone", "Téléphone"
    HOME_VISIT = "home_visit", "Visite à domicile"
    EMAIL = "email", "Courriel"
    VIDEO = "video", "Visio"
    OUTSIDE = "outside", "Accompagnement extérieur"
    WITH_THIRD = "with_third", "Avec un tiers"


class Presence(models.TextChoices):
    PRESENT = "present", "Présent"
    ABSENT = "absent", "Absent"
    EXCUSED = "excused", "Excusé"
