"""Codes stored in the database and the words shown for them (domain, section 3)."""

from enum import StrEnum

from django.db import models


class Civility(models.TextChoices):
    MRS = "mrs", "Madame"
    MR = "mr", "Monsieur"


class Sex(models.TextChoices):
    FEMALE = "f", "Féminin"
    MALE = "m", "Masculin"
    NOT_SAID = "n", "Non précisé"


class Link(models.TextChoices):
    APPLICANT = "applicant", "Demandeur"
    PARTNER = "partner", "Conjoint"
    CHILD = "child", "Enfant"
    ASCENDANT = "ascendant", "Ascendant"
    OTHER = "other", "Autre"


class Nationality(models.TextChoices):
    """Three groups and no more: the referential of the CNIL asks for nothing finer (délibération 2021-028)."""

    FRENCH = "fr", "Française"
    EUROPEAN = "eu", "Union européenne"
    OTHER = "other", "Hors Union européenne"


class StayDocument(models.TextChoices):
    IDENTITY = "identity", "Carte d'identité ou passeport français"
    EU_CITIZEN = "eu", "Citoyen de l'Union européenne"
    RESIDENT = "resident", "Carte de résident"
    MULTI_YEAR = "multi_year", "Carte de séjour pluriannuelle"
    TEMPORARY = "temporary", "Carte de séjour temporaire"
    RECEIPT = "receipt", "Récépissé"
    REFUGEE = "refugee", "Réfugié"
    SUBSIDIARY = "subsidiary", "Protection subsidiaire"
    STATELESS = "stateless", "Apatride"
    TEMPORARY_PROTECTION = "temporary_protection", "Protection temporaire"


class HousingKind(models.TextChoices):
    NONE = "none", "Sans hébergement"
    MAKESHIFT = "makeshift", "Logement de fortune"
    SHELTER = "shelter", "CHRS, CHU, CPH, CADA"
    HOTEL = "hotel", "Hôtel (115)"
    THIRD_PARTY = "third_party", "Chez un tiers"
    PARENTS = "parents", "Chez les parents"
    INTERMEDIATION = "intermediation", "Intermédiation locative (Solibail)"
    RESIDENCE = "residence", "Résidence sociale, FJT, FTM"
    PRIVATE_TENANT = "private_tenant", "Locataire du parc privé"
    SOCIAL_TENANT = "social_tenant", "Locataire du parc social"
    UNFIT = "unfit", "Logement insalubre"
    OVERCROWDED = "overcrowded", "Logement sur-occupé"
    EVICTION = "eviction", "Menace d'expulsion"
    OTHER = "other", "Autre"


class IncomeKind(models.TextChoices):
    WAGE = "wage", "Salaire"
    ARE = "are", "ARE"
    ASS = "ass", "ASS"
    RSA = "rsa", "RSA"
    AAH = "aah", "AAH"
    DISABILITY = "disability", "Pension d'invalidité"
    FAMILY = "family", "Prestations familiales"
    ACTIVITY = "activity", "Prime d'activité"
    HOUSING = "housing", "APL"
    PENSION = "pension", "Retraite"
    ALIMONY = "alimony", "Pension alimentaire"
    GRANT = "grant", "Bourse"
    OTHER = "other", "Autre"
    NONE = "none", "Aucune ressource"


class DebtKind(models.TextChoices):
    RENT = "rent", "Dette locative"
    ENERGY = "energy", "Énergie"
    LOAN = "loan", "Crédit"
    TAX = "tax", "Impôts, amendes"
    FAMILY = "family", "Famille, proches"
    OTHER = "other", "Autre"


class OverIndebtedness(models.TextChoices):
    NONE = "none", "Pas de dossier"
    FILED = "filed", "Dossier déposé"
    ADMISSIBLE = "admissible", "Dossier recevable"
    PLAN = "plan", "Plan en cours"
    CLEARED = "cleared", "Rétablissement personnel"


class WorkSituation(models.TextChoices):
    EMPLOYED = "employed", "En emploi"
    UNEMPLOYED_0_6 = "unemployed_0_6", "Chômeur depuis moins de 6 mois"
    UNEMPLOYED_6_11 = "unemployed_6_11", "Chômeur depuis 6 à 11 mois"
    UNEMPLOYED_12_23 = "unemployed_12_23", "Chômeur depuis 12 à 23 mois"
    UNEMPLOYED_24 = "unemployed_24", "Chômeur depuis 24 mois ou plus"
    INACTIVE = "inactive", "Inactif"
    TRAINING = "training", "En formation"


class Diploma(models.IntegerChoices):
    """ISCED 2011 (CITE), the level funders ask for."""

    ISCED_0 = 0, "0 – Aucune scolarité achevée"
    ISCED_1 = 1, "1 – Primaire"
    ISCED_2 = 2, "2 – Collège, brevet"
    ISCED_3 = 3, "3 – CAP, BEP, baccalauréat"
    ISCED_4 = 4, "4 – Post-secondaire non supérieur"
    ISCED_5 = 5, "5 – BTS, DUT"
    ISCED_6 = 6, "6 – Licence, BUT"
    ISCED_7 = 7, "7 – Master"
    ISCED_8 = 8, "8 – Doctorat"


class Licence(models.TextChoices):
    A = "a", "Permis A"
    B = "b", "Permis B"
    BE = "be", "Permis BE"
    C = "c", "Permis C"
    CE = "ce", "Permis CE"
    D = "d", "Permis D"


class Certificate(models.TextChoices):
    CACES = "caces", "CACES"
    FIMO = "fimo", "FIMO / FCO"
    ELECTRICAL = "electrical", "Habilitation électrique"
    FIRST_AID = "first_aid", "SST, PSC1"
    HYGIENE = "hygiene", "Hygiène alimentaire (HACCP)"
    CARE = "care", "Diplôme d'aide à la personne (DEAES, ADVF)"
    OTHER = "other", "Autre"


class HoursPossible(models.TextChoices):
    DAY = "day", "Journée"
    STAGGERED = "staggered", "Horaires décalés"
    NIGHT = "night", "Nuit"
    WEEKEND = "weekend", "Week-end"
    PART_TIME = "part_time", "Temps partiel seulement"


class TradeUse(models.TextChoices):
    WANTED = "wanted", "Recherché"
    PRACTISED = "practised", "Exercé"


class Mobility(models.TextChoices):
    NONE = "none", "Aucun moyen"
    PUBLIC = "public", "Transports en commun"
    LICENCE_CAR = "licence_car", "Permis B avec véhicule"
    LICENCE_NO_CAR = "licence_no_car", "Permis B sans véhicule"
    CODE = "code", "Code obtenu"
    LEARNING = "learning", "Permis en cours"
    FOREIGN = "foreign", "Permis étranger à échanger"
    BICYCLE = "bicycle", "Vélo"


class NearbyService(models.TextChoices):
    """What must be near the flat. The kind of service only: never a diagnosis, never free medical text."""

    MATERNITY = "maternity", "Maternité"
    PMI = "pmi", "PMI"
    CMP = "cmp", "CMP"
    MDPH = "mdph", "MDPH"
    HOSPITAL = "hospital", "Hôpital"


class SchoolLevel(models.TextChoices):
    NOT_YET = "not_yet", "Pas encore d'âge scolaire"
    NURSERY = "nursery", "Maternelle"
    PRIMARY = "primary", "Élémentaire"
    COLLEGE = "college", "Collège"
    LYCEE = "lycee", "Lycée"
    SPECIAL = "special", "Enseignement adapté (ULIS, IME)"
    HIGHER = "higher", "Études supérieures"
    NONE = "none", "Non scolarisé"


class Childcare(models.TextChoices):
    NONE = "none", "Aucun"
    NURSERY = "nursery", "Crèche"
    CHILDMINDER = "childminder", "Assistante maternelle"
    AFTER_SCHOOL = "after_school", "Périscolaire"
    FAMILY = "family", "Famille, entourage"


class ParentalConsent(models.TextChoices):
    """Both parents' agreement, or a court decision, before a child moves: a blocking point."""

    NOT_NEEDED = "not_needed", "Les deux parents partent ensemble"
    AGREED = "agreed", "Accord écrit de l'autre parent"
    COURT = "court", "Décision du juge aux affaires familiales"
    SOLE = "sole", "Autorité parentale exercée seul·e"
    MISSING = "missing", "À obtenir"


class DocumentKind(models.TextChoices):
    IDENTITY = "identity", "Pièce d'identité, titre de séjour"
    FAMILY = "family", "Livret de famille, jugement"
    INCOME = "income", "Justificatif de ressources"
    TAX = "tax", "Avis d'imposition"
    HOUSING_REQUEST = "housing_request", "Demande de logement social"
    CV = "cv", "CV"
    CONTRACT = "contract", "Contrat, promesse d'embauche"
    LEASE = "lease", "Bail, état des lieux"
    OTHER = "other", "Autre"


class Audience(models.TextChoices):
    """Who may open a document."""

    TEAM = "team", "Toutes les personnes qui suivent le dossier"
    ORIGIN = "origin", "Paris seulement"
    HOST = "host", "Territoire d'accueil seulement"


class ComplementState(models.TextChoices):
    OPEN = "open", "À compléter"
    ANSWERED = "answered", "Répondu"


class Topic(models.TextChoices):
    """The five pages of the candidature, also what a request for complements points at."""

    HOUSEHOLD = "menage", "Le ménage"
    HOUSING = "logement", "Logement et ressources"
    WORK = "emploi", "Emploi et mobilité"
    FAMILY = "famille", "Enfants et santé"
    WISH = "projet", "Projet et accord"


class Awaited(StrEnum):
    """What a file waits for when its step alone does not say; the answers are those of the present attempt. The words
    are in ``candidates/journey/waiting.py``."""

    WELCOME = "welcome"
    STAY = "stay"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    ANSWERS = "answers"
    HOUSEHOLD = "household"
    SERVICE = "service"
    CHOICE = "choice"
    FLAT = "flat"
    LEASE = "lease"
    MOVE = "move"
