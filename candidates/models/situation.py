"""The diagnosis holds these facts about a household and each of its members. Ask only what the step needs."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from candidates import enums
from candidates.models.household import Household, Member
from candidates.querysets import HouseholdChildQuerySet, MemberChildQuerySet
from partners.enums import FrenchLevel


class HousingSituation(models.Model):
    """Where the household lives now, its social-housing file, its debts as a whole."""

    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="housing")
    kind = models.CharField("logement actuel", max_length=20, choices=enums.HousingKind, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    dalo = models.BooleanField("reconnu DALO", null=True, blank=True)
    dalo_on = models.DateField("date de la décision DALO", null=True, blank=True)
    reference_income = models.DecimalField(
        "revenu fiscal de référence N-2", max_digits=9, decimal_places=2, null=True, blank=True, help_text="En euros."
    )
    over_indebtedness = models.CharField("surendettement", max_length=12, choices=enums.OverIndebtedness, blank=True)
    siao_number = models.CharField(
        "numéro SI-SIAO", max_length=30, blank=True, help_text="Celui de la demande du ménage, en chiffres."
    )
    """Digits only: the SI-SIAO finds a household by a whole number (``search-group/{id}``, an integer, in the public
    code of its client yannickfrd/app-assia). No public source gives a length or a check digit: none is verified."""

    objects = HouseholdChildQuerySet.as_manager()

    class Meta:
        verbose_name = "situation de logement"
        constraints = [
            models.CheckConstraint(
                condition=Q(dalo_on__isnull=True) | Q(dalo=True),
                name="housing_dalo_date_needs_dalo",
                violation_error_message="Une date de décision DALO suppose que le ménage soit reconnu DALO.",
            ),
            models.CheckConstraint(
                condition=Q(reference_income__isnull=True) | Q(reference_income__gte=0),
                name="housing_income_positive",
                violation_error_message="Le revenu fiscal de référence ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(siao_number__regex=r"^[0-9]*$"),
                name="housing_siao_number_digits",
                violation_error_message="Le numéro SI-SIAO s'écrit en chiffres.",
            ),
        ]


class SocialHousingRequest(models.Model):
    """A social-housing request (demande de logement social): valid one year, one per area (CCH, art. R. 441-2-7)."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="social_housing_requests")
    number = models.CharField("numéro unique", max_length=20)
    department = models.ForeignKey(
        "reference.Department", on_delete=models.PROTECT, related_name="+", verbose_name="département"
    )
    filed_on = models.DateField("déposée le")
    renewed_on = models.DateField("renouvelée le", null=True, blank=True)

    objects = HouseholdChildQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de logement social"
        constraints = [
            models.CheckConstraint(
                condition=Q(renewed_on__isnull=True) | Q(renewed_on__gte=models.F("filed_on")),
                name="housing_request_dates_in_order",
                violation_error_message="Le renouvellement précède le dépôt.",
            )
        ]


class Income(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="incomes")
    kind = models.CharField("ressource", max_length=12, choices=enums.IncomeKind)
    amount = models.DecimalField(
        "montant mensuel (€)",
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0, "Un montant ne peut pas être négatif.")],
    )

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "ressource"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                name="income_once_per_kind",
                violation_error_message="Cette ressource est déjà inscrite pour cette personne.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="income_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]


class Debt(models.Model):
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="debts")
    kind = models.CharField("dette", max_length=8, choices=enums.DebtKind)
    amount = models.DecimalField(
        "montant (€)",
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(0, "Un montant ne peut pas être négatif.")],
    )
    plan = models.CharField("plan d'apurement", max_length=200, blank=True)

    objects = HouseholdChildQuerySet.as_manager()

    class Meta:
        verbose_name = "dette"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="debt_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            )
        ]


class WorkProfile(models.Model):
    """Work, mobility and French of an adult."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="work")
    situation = models.CharField("situation", max_length=20, choices=enums.WorkSituation, blank=True)
    registered_jobseeker = models.BooleanField("inscrit·e à France Travail", null=True, blank=True)
    diploma = models.PositiveSmallIntegerField("niveau de diplôme (CITE)", choices=enums.Diploma, null=True, blank=True)
    licences = ArrayField(
        models.CharField(max_length=4, choices=enums.Licence), default=list, blank=True, verbose_name="permis"
    )
    certificates = ArrayField(
        models.CharField(max_length=12, choices=enums.Certificate),
        default=list,
        blank=True,
        verbose_name="certificats",
    )
    hours_possible = ArrayField(
        models.CharField(max_length=12, choices=enums.HoursPossible),
        default=list,
        blank=True,
        verbose_name="horaires possibles",
    )
    carries_loads = models.BooleanField("port de charges possible", null=True, blank=True)
    mobility = ArrayField(
        models.CharField(max_length=16, choices=enums.Mobility), default=list, blank=True, verbose_name="mobilité"
    )
    french_spoken = models.CharField("français oral", max_length=8, choices=FrenchLevel, blank=True)
    french_written = models.CharField("français écrit", max_length=8, choices=FrenchLevel, blank=True)

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "situation professionnelle"


class MemberTrade(models.Model):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="trades")
    trade = models.ForeignKey("reference.Trade", on_delete=models.PROTECT, related_name="+", verbose_name="métier")
    use = models.CharField("recherché ou exercé", max_length=10, choices=enums.TradeUse)
    years = models.PositiveSmallIntegerField(
        "années d'expérience",
        default=0,
        validators=[MaxValueValidator(60, "Au plus 60 années d'expérience.")],
    )

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "métier"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "trade", "use"],
                name="member_trade_once",
                violation_error_message="Ce métier est déjà inscrit pour cette personne.",
            )
        ]


class HealthNeeds(models.Model):
    """Health is held as little as possible: rights and what must be near, never a diagnosis, no free text."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="health")
    rights_open = models.BooleanField("droits santé ouverts", null=True, blank=True)
    has_doctor = models.BooleanField("médecin traitant", null=True, blank=True)
    nearby_services = ArrayField(
        models.CharField(max_length=10, choices=enums.NearbyService),
        default=list,
        blank=True,
        verbose_name="à proximité du logement",
    )
    accessible_flat = models.BooleanField("logement accessible nécessaire", default=False)

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "besoins de santé"


class Schooling(models.Model):
    """A child: school, childcare, and whether the child may move."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="schooling")
    level = models.CharField("scolarité", max_length=10, choices=enums.SchoolLevel, blank=True)
    childcare_used = models.CharField("mode de garde actuel", max_length=12, choices=enums.Childcare, blank=True)
    childcare_needed = models.CharField("mode de garde nécessaire", max_length=12, choices=enums.Childcare, blank=True)
    unusual_hours = models.BooleanField("besoin de garde tôt le matin, le soir ou la nuit", default=False)
    parental_consent = models.CharField(
        "accord parental au déménagement",
        max_length=12,
        choices=enums.ParentalConsent,
        blank=True,
        help_text="Exigé avant l'emménagement.",
    )

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "scolarité et garde"
