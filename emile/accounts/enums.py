from django.db import models


class Role(models.TextChoices):
    """Who does what (domain, section 2). A household acts through a personal link, not through an account.

    A title is written for both genders; a sentence says the plain word (« le référent »).
    """

    PRESCRIBER = "prescriber", "Prescripteur·rice"
    REFERENT = "referent", "Référent·e"
    SERVICE_HEAD = "service_head", "Chef·fe de service"
    CASEWORKER = "caseworker", "Chargé·e d'accompagnement"
    MANAGER = "manager", "Gestionnaire"
    PARTNER = "partner", "Partenaire"
    DPO = "dpo", "Délégué·e à la protection des données"


BY_ORGANISATION = frozenset({Role.PRESCRIBER, Role.PARTNER})
BY_ORIGIN = frozenset({Role.REFERENT})
BY_TERRITORY = frozenset({Role.SERVICE_HEAD, Role.CASEWORKER})
EVERYWHERE = frozenset({Role.MANAGER, Role.DPO})
FILE_ROLES = frozenset({Role.PRESCRIBER, Role.REFERENT, Role.SERVICE_HEAD, Role.CASEWORKER})
"""Those who work on named files every day."""
