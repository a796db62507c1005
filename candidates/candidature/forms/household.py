"""The household: where and how to reach it, and each adult's right to stay."""

from collections.abc import Iterator
from typing import Unpack

from django.db.models import Model
from django.http import QueryDict

from candidates.candidature import facts
from candidates.candidature.forms.fields import fields_of
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import Section, SectionForm
from candidates.enums import Topic
from candidates.models import Household, StayRight
from emile.core.pages.forms import Cleaned, RowOptions


class HouseholdForm(SectionForm):
    section = facts.HOUSEHOLD
    instance: Household

    class Meta:
        model = Household
        fields = facts.HOUSEHOLD.names
        formfield_callback = fields_of(facts.HOUSEHOLD)

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[Model]]) -> None:
        super().__init__(data, **options)
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        if self.instance.commune_id:
            self.initial["commune"] = self.instance.commune  # already read with the file: no query to show its name

    @property
    def stored(self) -> Cleaned:
        return super().stored | {"commune": self.instance_commune}

    @property
    def instance_commune(self) -> str | None:
        commune = self.initial.get("commune")
        return getattr(commune, "pk", commune)


class StayRightForm(SectionForm):
    section = facts.STAY_RIGHT

    class Meta:
        model = StayRight
        fields = facts.STAY_RIGHT.names
        formfield_callback = fields_of(facts.STAY_RIGHT)


class HouseholdPage(TopicPage):
    topic = Topic.HOUSEHOLD

    def build(self) -> Iterator[Section]:
        yield HouseholdForm(self.data, instance=self.file.household, prefix="menage")
        for adult in self.file.adults:
            right = getattr(adult, "stay_right", None) or StayRight(member=adult)
            form = StayRightForm(self.data, instance=right, prefix=f"sejour-{adult.pk}")
            form.about = adult
            yield form
