"""One member of the household."""

from datetime import date
from typing import Unpack

from crispy_forms.layout import Layout
from django import forms
from django.http import QueryDict

from candidates.candidature import facts
from candidates.candidature.forms.fields import PastDateField, fields_of, name_the_blank
from candidates.candidature.forms.sections import side_by_side
from candidates.enums import Link
from candidates.models import Candidature, Journey, Member
from candidates.querysets import OF_AGE
from emile.core.pages.forms import Cleaned, RowOptions
from emile.core.pages.one_use import OneUseForm
from emile.core.pages.stamped import StampedForm
from emile.core.templatetags import wording


class SharedMemberForm(OneUseForm, StampedForm[Member]):
    """``journey``: what says who saved this household last, and when."""

    def __init__(
        self, data: QueryDict | None = None, *, journey: Journey, **options: Unpack[RowOptions[Member]]
    ) -> None:
        self.journey = journey
        super().__init__(data, **options)

    def last_written(self) -> str:
        return last_saved(self.journey.candidature)


class MemberForm(SharedMemberForm):
    class Meta:
        model = Member
        fields = facts.MEMBER.names
        formfield_callback = fields_of(facts.MEMBER)

    def __init__(
        self, data: QueryDict | None = None, *, journey: Journey, **options: Unpack[RowOptions[Member]]
    ) -> None:
        super().__init__(data, journey=journey, **options)
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        name_the_blank(self)
        self.helper.layout = Layout("token", *side_by_side(facts.MEMBER))

    def clean(self) -> Cleaned:
        cleaned = super().clean()
        if cleaned.get("link") == Link.APPLICANT and self.another_applicant():
            self.add_error("link", "Ce ménage a déjà un demandeur : changez d'abord son lien.")
        return cleaned

    def another_applicant(self) -> bool:
        members = self.instance.household.members.present().filter(link=Link.APPLICANT)
        return members.exclude(pk=self.instance.pk).exists()


class DepartureForm(SharedMemberForm):
    compared = ("first_name", "last_name", "birth_date")
    left_household_on = PastDateField(label="A quitté le ménage le")

    class Meta:
        model = Member
        fields = ["left_household_on"]

    def clean_left_household_on(self) -> date:
        day: date = self.cleaned_data["left_household_on"]
        if self.instance.birth_date and day < self.instance.birth_date:
            raise forms.ValidationError("Cette date précède la naissance.")
        return day


def last_saved(candidature: Candidature) -> str:
    """Tells who saved this household last, and when; what was saved before names were kept names nobody."""
    by = f"par {candidature.saved_by.full_name} " if candidature.saved_by else ""
    return f"{by}le {wording.moment(candidature.saved_at)}"


def age_doubt(member: Member, today: date) -> str:
    """A warning, never an error: families are as they are."""
    age = member.age_on(today)
    if age is None:
        return ""
    if member.link == Link.CHILD and age >= OF_AGE:
        return f"{member.first_name} est inscrit·e comme enfant et a {age} ans : vérifiez la date ou le lien."
    if member.link in {Link.APPLICANT, Link.PARTNER, Link.ASCENDANT} and age < OF_AGE:
        return f"{member.first_name} a {age} ans et n'est pas inscrit·e comme enfant : vérifiez la date ou le lien."
    return ""
