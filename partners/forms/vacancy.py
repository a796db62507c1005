from datetime import date
from typing import ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from emile.reference.fields import CommuneField, TradeField
from partners.enums import OrganisationKind, Shift
from partners.forms.base import Bounds, PartnerForm, all_territories, not_after, row
from partners.models import Organisation, Vacancy
from partners.permissions import is_partner, writes_directory

HIRING = (
    OrganisationKind.EMPLOYER,
    OrganisationKind.WORK,
    OrganisationKind.HEALTH,
    OrganisationKind.SCHOOL,
    OrganisationKind.LEISURE,
    OrganisationKind.LOCAL_AUTHORITY,
)


class VacancyForm(PartnerForm):
    instance: Vacancy
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

    def prepare(self) -> None:
        self.organisations("employer", *HIRING)
        if is_partner(self.user) and not writes_directory(self.user):
            self._for_the_employer_itself()
        elif not self.instance.pk:
            self.suggest("last_news_on", self.today)

    def _for_the_employer_itself(self) -> None:
        """A partner writes for its own organisation, in any territory of the programme; sending the form counts as
        news."""
        own = Organisation.objects.filter(pk__in=self.user.scope.partner_organisations)
        self.offer_rows("employer", own.open_on(self.today).order_by("name"))
        self.suggest("employer", self.user.scope.partner_organisations[0])
        self.offer_rows("territory", all_territories(self.today))
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
