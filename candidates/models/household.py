from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Concat

from candidates.enums import Civility, Link, Nationality, Sex, StayDocument
from candidates.querysets import OF_AGE, HouseholdQuerySet, MemberChildQuerySet, MemberQuerySet
from candidates.references import new_reference


class Fold(Func):
    """Lower case without accents, the way names are searched."""

    function = "emile_fold"
    output_field = models.TextField()


class Household(models.Model):
    """A family or a person (ménage). Its journeys are paths through a programme; it may have several."""

    reference = models.CharField("référence", max_length=6, unique=True, default=new_reference, editable=False)
    name = models.CharField("nom du ménage", max_length=160)
    """Family name and first name of the applicant, kept in step by ``actions.save_member``."""
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        "reference.Commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    birth_expected_on = models.DateField("naissance attendue", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "ménage"

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    link = models.CharField("lien avec le demandeur", max_length=10, choices=Link)
    civility = models.CharField("civilité", max_length=3, choices=Civility, blank=True)
    last_name = models.CharField("nom", max_length=80)
    first_name = models.CharField("prénom", max_length=80)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    sex = models.CharField("sexe", max_length=1, choices=Sex, default=Sex.NOT_SAID)
    nationality = models.CharField("nationalité", max_length=5, choices=Nationality, blank=True)
    languages = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, size=8, verbose_name="langues parlées"
    )
    phone = models.CharField("téléphone", max_length=20, blank=True)
    visiting = models.BooleanField(
        "vit ailleurs, avec droit de visite",
        default=False,
        help_text="Un enfant accueilli par moments compte pour la taille du logement (CCH, art. L. 442-3-1).",
    )
    left_household_on = models.DateField("a quitté le ménage le", null=True, blank=True)
    search_name = models.GeneratedField(
        expression=Fold(
            Concat(F("last_name"), Value(" "), F("first_name"), Value(" "), Coalesce(F("phone"), Value("")))
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du ménage"
        indexes = [GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="member_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(link="applicant", left_household_on=None),
                name="member_one_applicant",
                violation_error_message="Un ménage a un seul demandeur.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1900-01-01"),
                name="member_birth_date_plausible",
                violation_error_message="La date de naissance est antérieure à 1900.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def age_on(self, day: date) -> int | None:
        """In whole years; born on 29 February, a year older on 1 March in common years."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_of_age_on(self, day: date) -> bool:
        """18 or more; without a birth date, by the link."""
        age = self.age_on(day)
        return self.link != Link.CHILD if age is None else age >= OF_AGE


class StayRight(models.Model):
    """Right to stay in France and to work there."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="stay_right")
    document = models.CharField("titre", max_length=20, choices=StayDocument, blank=True)
    may_work = models.BooleanField("autorisé·e à travailler", null=True, blank=True)
    expires_on = models.DateField("expire le", null=True, blank=True)

    objects = MemberChildQuerySet.as_manager()

    class Meta:
        verbose_name = "droit au séjour"
        indexes = [models.Index(fields=["expires_on"], name="stay_right_expiry")]
