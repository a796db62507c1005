"""Children and health: school, childcare, who must agree to the move, what must be near."""

from collections.abc import Sequence

from candidates.candidature.forms.fields import several, yes_no
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import SectionForm
from candidates.enums import NearbyService, Topic
from candidates.models import HealthNeeds, Schooling


class SchoolingForm(SectionForm):
    title = "Scolarité et garde"
    icon = "backpack"
    rows = (("level", "parental_consent"), ("childcare_used", "childcare_needed"), "unusual_hours")

    class Meta:
        model = Schooling
        fields = ["level", "parental_consent", "childcare_used", "childcare_needed", "unusual_hours"]
        labels = {"unusual_hours": "Besoin de garde tôt le matin, le soir ou la nuit"}
        help_texts = {"parental_consent": "Exigé avant l'emménagement."}


class HealthForm(SectionForm):
    title = "Santé, l'essentiel"
    icon = "heart-pulse"
    rows = (("rights_open", "has_doctor"), "nearby_services", "accessible_flat")

    rights_open = yes_no("Droits santé ouverts")
    has_doctor = yes_no("Médecin traitant")
    nearby_services = several("À proximité du logement", NearbyService.choices)

    class Meta:
        model = HealthNeeds
        fields = ["rights_open", "has_doctor", "nearby_services", "accessible_flat"]
        labels = {"accessible_flat": "Logement accessible nécessaire"}


class FamilyPage(TopicPage):
    topic = Topic.FAMILY

    def build(self) -> Sequence[SectionForm]:
        for child in self.file.children:
            schooling = getattr(child, "schooling", None) or Schooling(member=child)
            yield about(child, SchoolingForm(self.data, instance=schooling, prefix=f"scolarite-{child.pk}"))
        for member in self.file.members:
            health = getattr(member, "health", None) or HealthNeeds(member=member)
            yield about(member, HealthForm(self.data, instance=health, prefix=f"sante-{member.pk}"))


def about(member, form: SectionForm) -> SectionForm:
    form.about = member
    return form
