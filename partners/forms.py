"""What is asked about partners. Choices are limited to what the person may see, and to where they may write."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet

from emile.accounts.enums import BY_ORIGIN, BY_TERRITORY, Role
from emile.accounts.stamped import StampedForm
from emile.core.pages.one_use import OneUseForm
from emile.reference.fields import CommuneField, TradeField
from emile.reference.models import OriginArea, Territory
from partners.enums import OrganisationKind, Shift
from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy
from partners.permissions import is_partner, roles_to_give, writable_territories, writes_directory

HIRING = (
    OrganisationKind.EMPLOYER,
    OrganisationKind.WORK,
    OrganisationKind.HEALTH,
    OrganisationKind.SCHOOL,
    OrganisationKind.LEISURE,
    OrganisationKind.LOCAL_AUTHORITY,
)
LETTING = (OrganisationKind.LANDLORD, OrganisationKind.LOCAL_AUTHORITY)
NOT_YET = "Cette date est à venir : indiquez aujourd'hui ou avant."
EMPTY_CHOICE = "Choisir…"
Bounds = dict[str, tuple[int | None, int | None]]


class PartnerForm(OneUseForm, StampedForm):
    """``beside`` is the field next to which a refusal of the whole row stands (a name already taken…)."""

    beside: ClassVar[str] = ""
    bounds: ClassVar[Bounds] = {}

    def __init__(self, *args, user, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        for name, (least, most) in self.bounds.items():
            bound(self.fields[name], least, most)
        if "territory" in self.fields:
            self._limit_territories()
        for field in self.fields.values():
            name_the_empty_choice(field)
        self.helper.layout = self.layout()
        self.helper.render_hidden_fields = True

    def suggest(self, name: str, value: Any) -> None:
        """Filled in when nothing is written yet: the empty instance's own None would win over ``initial``."""
        if value is not None and not self.initial.get(name):
            self.initial[name] = value

    def layout(self) -> Layout:
        return Layout(*(name for name in self.fields if not self.fields[name].widget.is_hidden))

    def organisations(self, name: str, *kinds: OrganisationKind) -> None:
        """Open ones within sight, and the one already written."""
        written = getattr(self.instance, f"{name}_id", None)
        current = Organisation.objects.open_on(self.today).of_kind(*kinds) if kinds else Organisation.objects.all()
        visible = Organisation.objects.visible_to(self.user)
        self.fields[name].queryset = visible.filter(Q(pk__in=current.values("pk")) | Q(pk=written)).order_by("name")

    def _limit_territories(self) -> None:
        field = self.fields["territory"]
        field.queryset = writable_territories(self.user, self.today)
        if not self.user.has_role(Role.MANAGER):
            field.required = True
            if len(self.user.scope.territories) == 1 and not self.instance.pk:
                self.suggest("territory", self.user.scope.territories[0])

    def _post_clean(self) -> None:
        before = list(self._errors.get(NON_FIELD_ERRORS, []))
        super()._post_clean()
        after = self._errors.get(NON_FIELD_ERRORS, [])
        if self.beside and len(after) > len(before):
            refused = [message for message in after if message not in before]
            del self._errors[NON_FIELD_ERRORS]
            for message in before:
                self.add_error(None, message)
            for message in refused:
                self.add_error(self.beside, message)


def bound(field: forms.Field, least: int | None, most: int | None) -> None:
    if least is not None:
        field.validators.append(MinValueValidator(least, f"Le plus petit nombre accepté est {least}."))
    if most is not None:
        field.validators.append(MaxValueValidator(most, f"Le plus grand nombre accepté est {most}."))


def name_the_empty_choice(field: forms.Field) -> None:
    label = EMPTY_CHOICE if field.required else "Sans précision"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = label
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, label if value == "" else text) for value, text in field.choices]


def row(*names: str) -> Div:
    return Div(*names, css_class="fields-row")


class OrganisationForm(PartnerForm):
    beside = "name"
    bounds: ClassVar[Bounds] = {"effort_rate_limit": (1, 60)}
    siret = forms.CharField(label="SIRET", required=False, max_length=20, help_text="Quatorze chiffres.")
    commune = CommuneField(label="Commune", required=False)

    class Meta:
        model = Organisation
        fields = (
            "name",
            "short_name",
            "kind",
            "siret",
            "address",
            "commune",
            "phone",
            "email",
            "territory",
            "origin_area",
            "effort_rate_limit",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def layout(self) -> Layout:
        return Layout(
            row("name", "short_name"),
            row("kind", "siret"),
            row("territory", "origin_area"),
            Fieldset("Coordonnées", row("address", "commune"), row("phone", "email")),
            "effort_rate_limit",
            "note",
        )

    def clean_siret(self) -> str:
        siret = "".join(self.cleaned_data["siret"].split())
        if siret and not (siret.isascii() and siret.isdigit() and len(siret) == 14):
            raise forms.ValidationError("Un SIRET compte 14 chiffres.", code="invalid")
        return siret


class ContactForm(PartnerForm):
    class Meta:
        model = Contact
        fields = ("first_name", "last_name", "job_title", "phone", "email")

    def layout(self) -> Layout:
        return Layout(row("first_name", "last_name"), "job_title", row("phone", "email"))


class VacancyForm(PartnerForm):
    beside = "title"
    bounds: ClassVar[Bounds] = {"places": (1, 200), "weekly_hours": (1, 48), "monthly_wage": (0, None)}
    trade = TradeField(label="Métier (ROME)")
    commune = CommuneField(label="Commune", required=False)
    shifts = forms.MultipleChoiceField(
        label="Horaires", choices=Shift, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Vacancy
        fields = (
            "employer",
            "territory",
            "title",
            "trade",
            "contract",
            "weekly_hours",
            "monthly_wage",
            "shifts",
            "licence_required",
            "french_level",
            "experience",
            "commune",
            "starts_on",
            "places",
            "last_news_on",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisations("employer", *HIRING)
        if is_partner(self.user) and not writes_directory(self.user):
            self._for_the_employer_itself()
        elif not self.instance.pk:
            self.suggest("last_news_on", self.today)

    def _for_the_employer_itself(self) -> None:
        """Its own organisation, wherever the programme is; the news is this very form."""
        own = Organisation.objects.filter(pk__in=self.user.scope.partner_organisations)
        self.fields["employer"].queryset = own.open_on(self.today).order_by("name")
        self.suggest("employer", self.user.scope.partner_organisations[0])
        self.fields["territory"].queryset = all_territories(self.today)
        self.suggest("territory", own.values_list("territory", flat=True).first())
        del self.fields["last_news_on"]
        self.instance.last_news_on = self.today
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        news = ["last_news_on"] if "last_news_on" in self.fields else []
        return Layout(
            row("employer", "territory"),
            "title",
            "trade",
            row("contract", "weekly_hours", "monthly_wage"),
            "shifts",
            Fieldset("Ce que demande le poste", row("french_level", "experience"), "licence_required"),
            Fieldset("Où et quand", row("commune", "starts_on"), row("places", *news)),
        )

    def clean_last_news_on(self) -> date:
        return not_after(self.cleaned_data["last_news_on"], self.today)


class DwellingForm(PartnerForm):
    beside = "address"
    bounds: ClassVar[Bounds] = {
        "surface": (9, 400),
        "floor": (-3, 60),
        "rent": (0, None),
        "charges": (0, None),
        "deposit": (0, None),
    }
    commune = CommuneField(label="Commune")

    class Meta:
        model = Dwelling
        fields = (
            "landlord",
            "territory",
            "address",
            "commune",
            "kind",
            "surface",
            "floor",
            "lift",
            "accessible",
            "rent",
            "charges",
            "deposit",
            "heating",
            "available_from",
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisations("landlord", *LETTING)
        self.fields["floor"].help_text = "0 pour le rez-de-chaussée."

    def layout(self) -> Layout:
        return Layout(
            row("landlord", "territory"),
            row("address", "commune"),
            row("kind", "surface", "floor"),
            "lift",
            "accessible",
            Fieldset("Ce que cela coûte", row("rent", "charges", "deposit"), "heating"),
            "available_from",
        )


class RelayFlatForm(PartnerForm):
    beside = "name"
    bounds: ClassVar[Bounds] = {"capacity": (1, 20)}

    class Meta:
        model = RelayFlat
        fields = ("name", "territory", "landlord", "address", "capacity", "opened_on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisations("landlord", *LETTING)

    def layout(self) -> Layout:
        return Layout(row("name", "territory"), row("landlord", "address"), row("capacity", "opened_on"))


class MembershipForm(PartnerForm):
    """One role, where, from when. What a role needs beside the organisation is said field by field."""

    beside = "role"

    class Meta:
        model = Membership
        fields = ("role", "organisation", "territory", "origin_area", "valid_from", "valid_to")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisations("organisation", *OrganisationKind)
        given = [(role.value, role.label) for role in roles_to_give(self.user)]
        self.fields["role"].choices = [("", EMPTY_CHOICE), *given]
        self.fields["territory"].required = False
        self.fields["territory"].queryset = all_territories(self.today)
        self.fields["territory"].help_text = "Pour un·e chef·fe de service, un·e chargé·e d'accompagnement."
        self.fields["origin_area"].queryset = OriginArea.objects.valid_on(self.today)
        self.fields["origin_area"].help_text = "Pour un·e référent·e."
        self.suggest("valid_from", self.today)
        self.fields["valid_to"].help_text = "Dernier jour compris ; vide s'il n'y a pas de fin prévue."

    def layout(self) -> Layout:
        return Layout("role", "organisation", row("territory", "origin_area"), row("valid_from", "valid_to"))

    def _get_validation_exclusions(self) -> set[str]:
        """Whose role it is stands in the address, not in the form: it counts when the same role is given twice."""
        return super()._get_validation_exclusions() - {"user"}

    def clean(self) -> dict:
        data = super().clean()
        if role := data.get("role"):
            self._fits("territory", role, needed=role in BY_TERRITORY, what="un territoire")
            self._fits("origin_area", role, needed=role in BY_ORIGIN, what="une zone d'origine")
            self._right_kind(role, data.get("organisation"))
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", "La fin du rattachement précède son début.")
        return data

    def _fits(self, name: str, role: str, *, needed: bool, what: str) -> None:
        if name in self.errors:
            return
        given = self.cleaned_data.get(name)
        if needed and not given:
            self.add_error(name, f"Le rôle « {Role(role).label} » s'exerce dans {what} : choisissez-le ici.")
        if given and not needed:
            self.add_error(name, f"Le rôle « {Role(role).label} » ne s'attache pas à {what} : laissez vide.")

    def _right_kind(self, role: str, organisation: Organisation | None) -> None:
        prescribes = organisation is not None and organisation.kind == OrganisationKind.PRESCRIBER
        if organisation and role == Role.PRESCRIBER and not prescribes:
            self.add_error("organisation", "Un prescripteur appartient à une structure prescriptrice.")
        if organisation and role == Role.PARTNER and prescribes:
            self.add_error("organisation", "Une structure prescriptrice n'est pas un partenaire : choisissez son rôle.")


class EndForm(PartnerForm):
    """The last day of something; for what is ended already, empty opens it again."""

    field: ClassVar[str] = ""
    starts: ClassVar[str] = ""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields[self.field]
        ended = self.stored[self.field] is not None
        asked.required = not ended
        asked.help_text = "Vide : c'est de nouveau ouvert." if ended else "Rien ne s'efface : la fiche reste lisible."
        if not ended:
            self.initial[self.field] = self.today

    def clean(self) -> dict:
        data = super().clean()
        start = getattr(self.instance, self.starts) if self.starts else None
        if start and data.get(self.field) and data[self.field] < start:
            self.add_error(self.field, f"C'est avant le début ({start:%d/%m/%Y}).")
        return data


def end_form(model: type[Model], field: str, *, starts: str = "") -> type[EndForm]:
    base = type(f"{model.__name__}EndBase", (EndForm,), {"field": field, "starts": starts, "beside": field})
    return forms.modelform_factory(model, form=base, fields=(field,))


def all_territories(today: date) -> QuerySet[Territory]:
    return Territory.objects.valid_on(today)


def not_after(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(NOT_YET, code="future")
    return day
