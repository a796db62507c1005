"""Every address of the URL configuration, with something to put in it: a new page is measured without being named
here, unless its address asks for something that nobody here knows how to find, and then the bench stops.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from candidates.enums import Topic
from candidates.file.panels import panels_for
from candidates.journey.verbs import Verb, all_verbs
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.signing_in import links
from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.reference.tables import TABLES, ReferenceTable
from emile.tools.bench.discovery.reach import Reach
from partners.enums import OrganisationKind
from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy

NOT_MEASURED = {
    "healthz": "asked by machines; answers for the worker and the broker as much as for the database",
    "core:gallery": "the components side by side, for those who write pages",
}
LEFT_ALONE = 320
"""Accounts up to this number are those who measure; caseworkers come after them."""


class NoExample(Exception):
    """An address asks for something that ``EXAMPLES`` does not find."""


@dataclass(frozen=True)
class Address:
    name: str
    """As the URL configuration says it: ``candidates:verb``."""
    label: str
    """Which of the pages at that address: the verb, the tab, the topic."""
    path: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.label}".strip()


Arguments = tuple[object, ...]
Example = tuple[str, Callable[[], Arguments]]
"""Which page, and how to find what its address asks for."""
Finder = Callable[[Reach, int], Iterable[Example]]


def every_address(reach: Reach, nth: int = 0) -> list[Address]:
    return [address for name in url_names() for address in addresses_of(name, reach, nth)]


def addresses_of(name: str, reach: Reach, nth: int = 0, *, label: str | None = None) -> Iterator[Address]:
    """What that name leads to within reach of somebody: nothing, one page, or one a verb, a tab, a topic; one of them
    alone by its ``label``.

    :raises NoExample: the address asks for something that nobody here knows how to find.
    """
    if name in NOT_MEASURED or not reach.person.opens(name):
        return
    if name not in EXAMPLES:
        try:
            yield Address(name, "", reverse(name))
        except NoReverseMatch as error:
            raise NoExample(f"{name} : dites dans EXAMPLES quoi mettre dans son adresse.") from error
        return
    for said, find in EXAMPLES[name](reach, nth):
        arguments = find() if label in (None, said) else ("",)
        if None not in arguments and "" not in arguments:
            yield Address(name, said, reverse(name, args=arguments))


def url_names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Every address by name, includes and all."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


# --- what to put into an address --------------------------------------------------------------------------------


def of_file(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: (reach.file(nth),))]


def of_file_being_written(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: (reach.file_being_written(nth),))]


def of_panel(reach: Reach, nth: int) -> list[Example]:
    panels = panels_for(reach.user) if reach.user else []
    return [(panel.slug, partial(file_and, reach, nth, panel.slug)) for panel in panels]


def file_and(reach: Reach, nth: int, slug: str) -> Arguments:
    return reach.file(nth), slug


def of_verb(reach: Reach, nth: int) -> list[Example]:
    return [(verb.slug, partial(file_for, reach, nth, verb)) for verb in all_verbs()]


def file_for(reach: Reach, nth: int, verb: Verb) -> Arguments:
    return reach.file_for(verb, nth), verb.slug


def of_topic(reach: Reach, nth: int) -> list[Example]:
    return [(topic.value, partial(file_being_written_and, reach, nth, topic.value)) for topic in Topic]


def file_being_written_and(reach: Reach, nth: int, slug: str) -> Arguments:
    return reach.file_being_written(nth), slug


def of_member(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: reach.member(nth) or ("",))]


def of_file_with_a_paper(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: (reach.document(nth) or ("",))[:1])]


def of_document(reach: Reach, nth: int) -> list[Example]:
    """The paper is put there now: whoever reads a file may open it."""
    return [("", lambda: reach.document(nth) or ("",))]


def within_reach(model: type[Model], reach: Reach) -> QuerySet[Model]:
    """Django's managers do not tell the checker that they are made from a queryset that knows ``visible_to``."""
    rows: QuerySet[Model] = getattr(model, "objects").visible_to(reach.user)  # noqa: B009 (unknown to ``Model``)
    return rows


def of_row(model: type[Model], territory: str = "", **filters: object) -> Finder:
    """A row of the directory, as somebody may see it. ``territory``: the column that says whose it is to write."""

    def find(reach: Reach, nth: int) -> list[Example]:
        return [
            (
                "",
                lambda: (reach.row(lambda: within_reach(model, reach).filter(**filters), nth, territory=territory),),
            )
        ]

    return find


def of_person(reach: Reach, nth: int) -> list[Example]:
    """Somebody whose account is not one of those who measure."""
    return [("", lambda: (reach.row(lambda: User.objects.visible_to(reach.signed_in).filter(pk__gt=LEFT_ALONE), nth),))]


def of_job(reach: Reach, nth: int) -> list[Example]:
    return [*of_job_done(reach, nth), ("échoué", lambda: (reach.job(State.FAILED),))]


def of_job_done(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: (reach.job(State.DONE),))]


def of_job_failed(reach: Reach, nth: int) -> list[Example]:
    return [("", lambda: (reach.job(State.FAILED),))]


def of_table(reach: Reach, nth: int) -> list[Example]:
    return [(table.slug, partial(itself, table.slug)) for table in TABLES]


def itself(slug: str) -> Arguments:
    return (slug,)


def of_edited_table(reach: Reach, nth: int) -> list[Example]:
    return [(table.slug, partial(itself, table.slug)) for table in TABLES if table.editable]


def of_table_row(reach: Reach, nth: int) -> list[Example]:
    return [(table.slug, partial(row_of, reach, nth, table)) for table in TABLES if table.editable]


def row_of(reach: Reach, nth: int, table: ReferenceTable) -> Arguments:
    return table.slug, reach.row(table.model._default_manager.all, nth)


def of_password_link(reach: Reach, nth: int) -> list[Example]:
    def find() -> Arguments:
        with acting_as_system():
            person = User.objects.filter(pk__gt=LEFT_ALONE).order_by("-pk")[nth : nth + 1][0]
        return (links.link_for(person).rstrip("/").rpartition("/")[2],)

    return [("", find)]


EMPLOYER = of_row(Organisation, "territory", kind=OrganisationKind.EMPLOYER)
VACANCY, DWELLING, FLAT = (of_row(model, "territory") for model in (Vacancy, Dwelling, RelayFlat))
CONTACT = of_row(Contact, "organisation__territory", organisation__kind=OrganisationKind.EMPLOYER)
MEMBERSHIP = of_row(Membership, role=Role.CASEWORKER)
EXAMPLES: dict[str, Finder] = {
    "accounts:choose_password": of_password_link,
    "accounts:person": of_person,
    "accounts:person_edit": of_person,
    "accounts:person_link": of_person,
    "accounts:person_deactivate": of_person,
    "accounts:person_reactivate": of_person,
    "partners:membership_add": of_person,
    "partners:membership_end": MEMBERSHIP,
    "candidates:file": of_file,
    "candidates:panel": of_panel,
    "candidates:verb": of_verb,
    "candidates:summary": of_file,
    "candidates:open_with_reason": of_file,
    "candidates:candidature": of_file_being_written,
    "candidates:topic": of_topic,
    "candidates:member_add": of_file_being_written,
    "candidates:member_edit": of_member,
    "candidates:member_left": of_member,
    "candidates:documents": of_file_with_a_paper,
    "candidates:document": of_document,
    "candidates:document_withdraw": of_document,
    "partners:organisation": EMPLOYER,
    "partners:organisation_edit": EMPLOYER,
    "partners:organisation_close": EMPLOYER,
    "partners:contact_add": EMPLOYER,
    "partners:contact_edit": CONTACT,
    "partners:contact_leave": CONTACT,
    "partners:vacancy": VACANCY,
    "partners:vacancy_edit": VACANCY,
    "partners:vacancy_close": VACANCY,
    "partners:vacancy_news": VACANCY,
    "partners:dwelling": DWELLING,
    "partners:dwelling_edit": DWELLING,
    "partners:dwelling_withdraw": DWELLING,
    "partners:relay_flat_edit": FLAT,
    "partners:relay_flat_close": FLAT,
    "reference:list": of_table,
    "reference:add": of_edited_table,
    "reference:edit": of_table_row,
    "reference:close": of_table_row,
    "jobs:detail": of_job,
    "jobs:state": of_job,
    "jobs:download": of_job_done,
    "jobs:retry": of_job_failed,
}
