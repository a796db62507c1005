"""The household: where and how to reach it, and each adult's right to stay."""

from collections.abc import Sequence

from candidates.candidature.forms.fields import yes_no
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import SectionForm
from candidates.enums import Topic
from candidates.models import Household, StayRight
from emile.reference.fields import CommuneField


class HouseholdForm(SectionForm):
    title = "Où joindre le ménage"
    icon = "map-pin"
    rows = (("address", "commune"), ("phone", "email"), "birth_expected_on")

    commune = CommuneField(label="Commune", required=False)

    class Meta:
        model = Household
        fields = ["address", "commune", "phone", "email", "birth_expected_on"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        if self.instance.commune_id:
            self.initial["commune"] = self.instance.commune  # already read with the file: no query to show its name

    @property
    def stored(self) -> dict:
        return super().stored | {"commune": self.instance_commune}

    @property
    def instance_commune(self) -> str | None:
        commune = self.initial.get("commune")
        return getattr(commune, "pk", commune)


class StayRightForm(SectionForm):
    title = "Droit au séjour et au travail"
    icon = "id-card"
    rows = (("document", "may_work", "expires_on"),)

    may_work = yes_no("Autorisé·e à travailler")

    class Meta:
        model = StayRight
        fields = ["document", "may_work", "expires_on"]


class HouseholdPage(TopicPage):
    topic = Topic.HOUSEHOLD

    def build(self) -> Sequence[SectionForm]:
        yield HouseholdForm(self.data, instance=self.file.household, prefix="menage")
        for adult in self.file.adults:
            right = getattr(adult, "stay_right", None) or StayRight(member=adult)
            form = StayRightForm(self.data, instance=right, prefix=f"sejour-{adult.pk}")
            form.about = adult
            yield form
