"""Housing and money: where they live now, social-housing requests, what comes in, what is owed."""

import re
from collections.abc import Iterator, Sequence
from typing import Unpack

from django import forms
from django.http import QueryDict

from candidates.candidature import facts
from candidates.candidature.forms.fields import PastDateField, fields_of
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import RowForm, RowsFormSet, Section, SectionForm, rows_of
from candidates.enums import DebtKind, IncomeKind, Topic
from candidates.models import Debt, HousingSituation, Income, Member, SocialHousingRequest
from emile.core.pages.forms import Cleaned, FormOptions
from emile.reference.models import Department

SIAO_WORDS = re.compile(r"^\s*((si[\s-]*)?siao)?\s*(n\s*[°ºo]\.?)?\s*:?", re.IGNORECASE)
CHOOSE = [("", "Choisir…")]


class HousingForm(SectionForm):
    section = facts.HOUSING

    class Meta:
        model = HousingSituation
        fields = facts.HOUSING.names
        formfield_callback = fields_of(facts.HOUSING)

    def clean_siao_number(self) -> str:
        """« SI-SIAO n° 1 234 567 » is a number too."""
        number = "".join(SIAO_WORDS.sub("", self.cleaned_data["siao_number"]).split())
        if number and not (number.isascii() and number.isdigit()):
            raise forms.ValidationError("Le numéro SI-SIAO s'écrit en chiffres, par exemple 1234567.", code="invalid")
        return number

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("dalo_on") and not cleaned.get("dalo"):
            self.add_error("dalo_on", "Une date de décision suppose que le ménage soit reconnu DALO.")
        if (cleaned.get("reference_income") or 0) < 0:
            self.add_error("reference_income", "Un revenu ne peut pas être négatif.")
        return cleaned


class RequestRow(RowForm):
    number = forms.CharField(label="Numéro unique", max_length=20)
    department = forms.ChoiceField(label="Département")
    filed_on = PastDateField(label="Déposée le")
    renewed_on = PastDateField(label="Renouvelée le", required=False)

    def __init__(
        self, data: QueryDict | None = None, *, departments: Sequence[tuple[str, str]], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.offer("department", [*CHOOSE, *departments])

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        filed, renewed = cleaned.get("filed_on"), cleaned.get("renewed_on")
        if filed and renewed and renewed < filed:
            self.add_error("renewed_on", "Le renouvellement précède le dépôt.")
        return cleaned


class RequestRows(RowsFormSet[SocialHousingRequest]):
    title = facts.REQUESTS
    icon = "file-text"
    hint = "Une demande vaut un an dans son département ; une demande en Île-de-France ne vaut pas ailleurs."
    key = ("number", "department_id")

    def initial_of(self, row: SocialHousingRequest) -> Cleaned:
        return {
            "number": row.number,
            "department": row.department_id,
            "filed_on": row.filed_on,
            "renewed_on": row.renewed_on,
        }

    def make(self, values: Cleaned) -> SocialHousingRequest:
        return SocialHousingRequest(
            household=self.household,
            number=values["number"],
            department_id=values["department"],
            filed_on=values["filed_on"],
            renewed_on=values["renewed_on"],
        )


class IncomeRow(RowForm):
    member = forms.TypedChoiceField(label="Personne", coerce=int)
    kind = forms.ChoiceField(label="Ressource", choices=[*CHOOSE, *IncomeKind.choices])
    amount = forms.DecimalField(
        label="Montant par mois (€)", max_digits=8, decimal_places=2, min_value=0, required=False,
        error_messages={"min_value": "Un montant ne peut pas être négatif."},
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None = None, *, members: Sequence[Member], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.offer("member", [(member.pk, member.first_name) for member in members])
        self.fields["member"].initial = str(members[0].pk)

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("kind") == IncomeKind.NONE:
            cleaned["amount"] = 0
        elif "amount" in cleaned and cleaned["amount"] is None:
            self.add_error("amount", "Indiquez le montant.")
        return cleaned


class IncomeRows(RowsFormSet[Income]):
    title = facts.INCOMES
    icon = "wallet"
    hint = "Par personne et par mois. Pour quelqu'un qui n'a rien, choisissez « Aucune ressource »."
    key = ("member_id", "kind")
    key_field = "kind"
    unique = True
    twice = "Cette ressource est déjà inscrite pour cette personne."

    def initial_of(self, row: Income) -> Cleaned:
        return {"member": str(row.member_id), "kind": row.kind, "amount": row.amount}

    def make(self, values: Cleaned) -> Income:
        return Income(member_id=values["member"], kind=values["kind"], amount=values["amount"] or 0)


class DebtRow(RowForm):
    kind = forms.ChoiceField(label="Dette", choices=[*CHOOSE, *DebtKind.choices])
    amount = forms.DecimalField(
        label="Montant (€)", max_digits=9, decimal_places=2, min_value=0,
        error_messages={"min_value": "Un montant ne peut pas être négatif."},
    )  # fmt: skip
    plan = forms.CharField(label="Plan d'apurement", max_length=200, required=False)


class DebtRows(RowsFormSet[Debt]):
    title = facts.DEBTS
    icon = "receipt-euro"
    hint = "Laissez vide s'il n'y en a pas."
    key = ("kind",)

    def initial_of(self, row: Debt) -> Cleaned:
        return {"kind": row.kind, "amount": row.amount, "plan": row.plan}

    def make(self, values: Cleaned) -> Debt:
        return Debt(household=self.household, **{name: values[name] for name in ("kind", "amount", "plan")})


RequestFormSet = rows_of(RequestRow, RequestRows, blank=1)
IncomeFormSet = rows_of(IncomeRow, IncomeRows, blank=3)
DebtFormSet = rows_of(DebtRow, DebtRows, blank=2)


class HousingPage(TopicPage):
    topic = Topic.HOUSING

    def build(self) -> Iterator[Section]:
        household = self.file.household
        housing = getattr(household, "housing", None) or HousingSituation(household=household)
        incomes = [income for member in self.file.members for income in member.incomes.all()]
        departments = [(row.pk, str(row)) for row in Department.objects.all()]
        yield HousingForm(self.data, instance=housing, prefix="logement")
        yield RequestFormSet(
            data=self.data,
            prefix="demandes",
            stored=household.social_housing_requests.order_by("pk"),
            household=household,
            form_kwargs={"departments": departments},
        )
        if self.file.members:
            yield IncomeFormSet(
                data=self.data,
                prefix="ressources",
                stored=sorted(incomes, key=lambda income: income.pk),
                household=household,
                form_kwargs={"members": self.file.members},
            )
        yield DebtFormSet(data=self.data, prefix="dettes", stored=household.debts.order_by("pk"), household=household)
