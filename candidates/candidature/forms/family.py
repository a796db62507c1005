"""Children and health: school, childcare, who must agree to the move, what must be near."""

from collections.abc import Iterator

from candidates.candidature import facts
from candidates.candidature.forms.fields import fields_of
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import Section, SectionForm
from candidates.enums import Topic
from candidates.models import HealthNeeds, Member, Schooling


class SchoolingForm(SectionForm):
    section = facts.SCHOOLING

    class Meta:
        model = Schooling
        fields = facts.SCHOOLING.names
        formfield_callback = fields_of(facts.SCHOOLING)


class HealthForm(SectionForm):
    section = facts.HEALTH

    class Meta:
        model = HealthNeeds
        fields = facts.HEALTH.names
        formfield_callback = fields_of(facts.HEALTH)


class FamilyPage(TopicPage):
    topic = Topic.FAMILY

    def build(self) -> Iterator[Section]:
        for child in self.file.children:
            schooling = getattr(child, "schooling", None) or Schooling(member=child)
            yield about(child, SchoolingForm(self.data, instance=schooling, prefix=f"scolarite-{child.pk}"))
        for member in self.file.members:
            health = getattr(member, "health", None) or HealthNeeds(member=member)
            yield about(member, HealthForm(self.data, instance=health, prefix=f"sante-{member.pk}"))


def about(member: Member, form: SectionForm) -> SectionForm:
    form.about = member
    return form
