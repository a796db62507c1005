"""What each person can open and write, found once before anything is timed; and a few facts the database lacks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, transaction
from django.utils import timezone
from psycopg._preparing import PrepareManager

from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.audit.actions import open_with_reason
from emile.core.database.identity import acting_as_system
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason
from emile.tools.bench.discovery.addresses import Address, addresses_of
from emile.tools.bench.discovery.browsers import Browser, InProcess
from emile.tools.bench.discovery.pages import Page, pages_of
from emile.tools.bench.discovery.people import OPENER, SIGNS_IN, Person
from emile.tools.bench.discovery.reach import Reach
from emile.tools.bench.discovery.writes import PASSWORD, Kind, NobodyAccepts, Write, learn, writes_of

ROWS_TRIED = 12


@dataclass
class Findings:
    """Of one person."""

    person: Person
    reach: Reach
    pages: list[Page] = field(default_factory=list)
    writes: dict[Kind, Write] = field(default_factory=dict)


def explore(people: list[Person], say: Callable[[str], None]) -> list[Findings]:
    """And how each form is filled in.

    :raises LookupError, NoExample, NobodyAccepts: a page breaks, cannot be reached, or a form cannot be filled."""
    found = []
    for person in people:
        findings = look_around(person)
        browser = InProcess(person)
        for kind, write in findings.writes.items():
            findings.writes[kind] = learnt(write, findings.reach, browser)
        say(f"{person.title} : {len(findings.pages)} pages, {len(findings.writes)} écritures")
        found.append(findings)
    return found


def look_around(person: Person, *, variants: bool = True) -> Findings:
    """What somebody can open and press, without pressing it."""
    findings = Findings(person, Reach(person))
    browser = InProcess(person)
    for page, answer in pages_of(findings.reach, browser, with_variants=variants):
        findings.pages.append(page)
        if answer.is_page and not page.query:
            for write in writes_of(page.address, answer.text):
                known = findings.writes.get(write.kind)
                if known is None or known.shown_on.name != write.kind.name:
                    findings.writes[write.kind] = write
    return findings


def learnt(write: Write, reach: Reach, browser: Browser) -> Write:
    """On the first row that takes it: some verbs wait for a day that has not come on every file."""
    for nth in range(ROWS_TRIED):
        shown_on = elsewhere(write, reach, nth)
        if shown_on is None:
            break
        try:
            with undone():
                return learn(replace(write, shown_on=shown_on), browser, shown_on.path)
        except NobodyAccepts as error:
            refusal = error
    raise refusal


def elsewhere(write: Write, reach: Reach, nth: int) -> Address | None:
    """The same page on another row."""
    if nth == 0:
        return write.shown_on
    return next(addresses_of(write.shown_on.name, reach, nth, label=write.shown_on.label), None)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is checked as at the end of a request, and leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_as_at_the_end() -> None:
    """The constraints that wait for the end of a transaction are part of what a write costs."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def plans_outlive_rollbacks() -> Iterator[None]:
    """psycopg forgets its prepared statements at each ROLLBACK. People's writes are committed and keep them; ours are
    rolled back and must not pay for that."""
    forget = PrepareManager.clear
    PrepareManager.clear = lambda self: False  # type: ignore[method-assign]  # psycopg has no setting for it
    try:
        yield
    finally:
        PrepareManager.clear = forget  # type: ignore[method-assign]  # psycopg has no setting for it


def furnish() -> None:
    """A password for those who use one, and a file that a manager opened: neither is in the generated rows."""
    with acting_as_system():
        people = User.objects.filter(email__endswith="@bench.emile.test", pk__lt=1_000)
        one = people.get(pk=SIGNS_IN.number)
        one.set_password(PASSWORD)
        people.update(password=one.password)
        User.objects.filter(pk__gte=1_000).update(password=one.password)
        opener = people.get(pk=OPENER.number)
        household = (
            Journey.objects.filter(step=Step.SUPPORT).order_by("opened_on", "pk").values_list("household", flat=True)
        )
        reason = Reason.objects.filter(kind=ReasonKind.MANAGER_ACCESS).order_by("pk")[0]
        open_with_reason(user=opener, household_id=household[0], reason=reason, note="", now=timezone.now())
