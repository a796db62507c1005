"""The five pages, in their order."""

from candidates.enums import Topic
from candidates.forms.family import FamilyPage
from candidates.forms.household import HouseholdPage
from candidates.forms.housing import HousingPage
from candidates.forms.pages import TopicPage
from candidates.forms.wish import WishPage
from candidates.forms.work import WorkPage

PAGES: dict[Topic, type[TopicPage]] = {
    page.topic: page for page in (HouseholdPage, HousingPage, WorkPage, FamilyPage, WishPage)
}


def after(topic: Topic) -> Topic | None:
    """The next page; none after the last."""
    topics = list(Topic)
    position = topics.index(topic) + 1
    return topics[position] if position < len(topics) else None
