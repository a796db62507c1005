"""Codes of the reference data: codes are stored, labels are shown."""

from django.db.models import TextChoices

from emile.core.pages.parts import Tone


class ReasonKind(TextChoices):
    """The moment at which a reason is asked for."""

    DECLINE = "decline", "Candidature non retenue"
    WAITING = "waiting", "Mise en liste d'attente"
    SUSPENSION = "suspension", "Mise en pause du parcours"
    EXIT_BEFORE_MOVE_IN = "exit_before_move_in", "Sortie avant l'emménagement"
    EXIT_AFTER_MOVE_IN = "exit_after_move_in", "Sortie après l'emménagement"
    IMMERSION_WAIVER = "immersion_waiver", "Dispense d'immersion"
    STAY_EXCEPTION = "stay_exception", "Séjour hors des règles"
    AGREEMENT_REFUSAL = "agreement_refusal", "Accord refusé après l'immersion"
    VACANCY_REFUSAL = "vacancy_refusal", "Poste sans suite"
    DWELLING_REFUSAL = "dwelling_refusal", "Logement sans suite"
    MANAGER_ACCESS = "manager_access", "Ouverture d'un dossier nominatif par un gestionnaire"


class Consequence(TextChoices):
    """What a reason does to the journey it is given for."""

    CLOSE = "close", "Ferme le parcours"
    PARK = "park", "Met le parcours de côté jusqu'à une date"
    NONE = "none", "Sans effet sur le parcours"


class SupportStart(TextChoices):
    """The fact from which the months of support are counted."""

    MOVE_IN = "move_in", "L'emménagement"
    ARRIVAL = "arrival", "L'arrivée en France"


class State(TextChoices):
    """Where a row stands today."""

    CURRENT = "en-cours", "En vigueur"
    COMING = "a-venir", "À venir"
    CLOSED = "ferme", "Fermé"

    @property
    def tone(self) -> Tone:
        tones: dict[str, Tone] = {"en-cours": "success", "a-venir": "info", "ferme": "neutral"}
        return tones[self.value]


class Unit(TextChoices):
    """Unit of a legal parameter; percentages are stored as 30, not 0.30."""

    SQUARE_METRE = "m2", "m²"
    EURO_PER_YEAR = "eur_year", "€ par an"
    PERCENT = "percent", "%"
    DAY = "day", "jours"
    MONTH = "month", "mois"
    YEAR = "year", "ans"
    ROOM = "room", "pièces"
    PERSON = "person", "personnes"
    CONSUMPTION_UNIT = "cu", "unité de consommation"
