"""The five pages, in their order."""

from candidates.candidature.forms.family import FamilyPage
from candidates.candidature.forms.household import HouseholdPage
from candidates.candidature.forms.housing import HousingPage
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.wish import WishPage
from candidates.candidature.forms.work import WorkPage
from candidates.enums import Topic

PAGES: dict[Topic, type[TopicPage]] = {
    page.topic: page for page in (HouseholdPage, HousingPage, WorkPage, FamilyPage, WishPage)
}


def after(topic: Topic) -> Topic | None:
    """The next page; none after the last."""
    topics = list(Topic)
    position = topics.index(topic) + 1
    return topics[position] if position < len(topics) else None
