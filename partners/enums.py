from django.db import models


class OrganisationKind(models.TextChoices):
    PRESCRIBER = "prescriber", "Structure prescriptrice"
    OPERATOR = "operator", "Opérateur du programme"
    LANDLORD = "landlord", "Bailleur"
    EMPLOYER = "employer", "Employeur"
    FUNDER = "funder", "Financeur"
    LEISURE = "leisure", "Loisirs et lien social"
    SCHOOL = "school", "École, petite enfance"
    HEALTH = "health", "Santé"
    WORK = "work", "Emploi, formation"
    LOCAL_AUTHORITY = "local_authority", "Collectivité"
    STATE = "state", "État"


class ContractKind(models.TextChoices):
    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    SEASONAL = "seasonal", "Saisonnier"
    TEMPORARY = "temporary", "Intérim"
    APPRENTICESHIP = "apprenticeship", "Contrat d'apprentissage"
    PROFESSIONALISATION = "professionalisation", "Contrat de professionnalisation"
    PROMISE = "promise", "Promesse d'embauche"
    TRAINING = "training", "Place en formation"


class DwellingType(models.TextChoices):
    T1 = "T1", "T1"
    T1BIS = "T1B", "T1 bis"
    T2 = "T2", "T2"
    T3 = "T3", "T3"
    T4 = "T4", "T4"
    T5 = "T5", "T5"
    T6 = "T6", "T6 et plus"


class Heating(models.TextChoices):
    GAS = "gas", "Gaz individuel"
    ELECTRIC = "electric", "Électrique"
    SHARED = "shared", "Collectif (compris dans les charges)"
    WOOD = "wood", "Bois, granulés"
    OIL = "oil", "Fioul"
    OTHER = "other", "Autre"


class Experience(models.TextChoices):
    NONE = "none", "Débutant accepté"
    WISHED = "wished", "Expérience souhaitée"
    REQUIRED = "required", "Expérience exigée"


class Shift(models.TextChoices):
    DAY = "day", "Journée"
    STAGGERED = "staggered", "Horaires décalés"
    NIGHT = "night", "Nuit"
    WEEKEND = "weekend", "Week-end"


class FrenchLevel(models.TextChoices):
    """Common European framework, with what the diagnosis uses besides (domain, section 3)."""

    NOT_ASSESSED = "na", "Non évalué"
    A1_1 = "a11", "A1.1"
    A1 = "a1", "A1"
    A2 = "a2", "A2"
    B1 = "b1", "B1"
    B2 = "b2", "B2"
    C1 = "c1", "C1"
    C2 = "c2", "C2"
    NATIVE = "native", "Langue maternelle"
