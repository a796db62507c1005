"""Who gets what at every address: read it as the contract of the product.

One line an address. ``get`` and ``post`` give the answer to each role on an object of its own: « 200 PRHC, 403 D »,
``*`` for everybody signed in and not named, letters as in ``whole_world.LETTERS``:

P prescriber · R referent · H service head · C caseworker · m manager · M manager who opened this file with a reason ·
L partner · D data protection officer · A anonymous · X somebody whose membership has ended: these two are sent to sign
in unless named

``elsewhere`` is the answer for an object of somebody else, and for one that does not exist: the same, to the byte.
A POST carries nothing: 200 or 422 is the form again, with its errors; 302 an act that asks nothing.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from candidates.enums import Topic
from candidates.file.panels import panels_for
from candidates.journey.table import TRANSITIONS
from candidates.journey.verbs import Verb, all_verbs
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.accounts.signing_in import links
from emile.core.database.identity import acting_as_system
from emile.reference.tables import TABLES, ReferenceTable
from tests.security.interference.whole_world import LETTERS, OURS_AT, WholeWorld

Args = tuple[Any, ...]
NO_METHOD = "405 *"
OUTSIDE = "AX"
INSIDE = LETTERS.replace("X", "")


@dataclass(frozen=True)
class Of:
    """Three objects of one kind: one's own, somebody else's, and none. ``None``: there is no such thing here."""

    own: Callable[[WholeWorld, str], Args]
    foreign: Callable[[WholeWorld, str], Args] | None
    absent: Callable[[WholeWorld, str], Args] | None


@dataclass(frozen=True)
class Row:
    name: str
    of: Of | None = None
    get: str = "200 *"
    post: str = "405 *"
    elsewhere: str = ""
    shows: str = ""
    """``model.field letters`` whose canary these must read there, or nothing is tested; no letter: all who get 200."""
    queries: tuple[str, ...] = ()
    """Query strings also asked; ``{foreign}`` is the beginning of a foreign canary."""
    variant: str = ""
    people: str = INSIDE + OUTSIDE
    """Fewer, for the further variants of an address that everybody was already tried on."""

    @property
    def label(self) -> str:
        return f"{self.name} {self.variant}".strip()

    def expected(self, method: str, letter: str) -> int:
        return answers(self.post if method == "POST" else self.get)[letter]

    def expected_elsewhere(self, method: str, letter: str) -> int:
        """A method that does not exist does not exist for anybody's object."""
        own = self.expected(method, letter)
        return own if own == 405 or (letter in OUTSIDE and own == 302) else answers(self.elsewhere)[letter]

    def url(self, world: WholeWorld, letter: str, kind: str = "own") -> str | None:
        """The address of that object for that person; ``None`` when there is no such object."""
        if self.of is None:
            return reverse(self.name) if kind == "own" else None
        of = getattr(self.of, kind)
        if of is None:
            return None
        with acting_as_system():
            args = of(world, letter)
        return reverse(self.name, args=args)


def answers(line: str) -> dict[str, int]:
    """« 200 PRHC, 404 * » → status by letter."""
    parts = [part.split() for part in line.split(",") if part]
    found = dict.fromkeys(OUTSIDE, 302)
    for status, letters in sorted(parts, key=lambda part: "*" not in part[1]):  # those named have the last word
        found |= {letter: int(status) for letter in letters.replace("*", INSIDE)}
    if missing := set(LETTERS) - found.keys():
        raise ValueError(f"{line!r} ne dit rien de {missing}")
    return found


# --- objects --------------------------------------------------------------------------------------------------------

NO_FILE, NO_PK, NO_UUID = "ZZZZZZ", 99_999_999, uuid.UUID(int=7)


def of_file(own: Callable[[WholeWorld], Journey], foreign: Callable[[WholeWorld], Journey], *rest: Any) -> Of:
    return Of(
        lambda world, letter: (own(world).reference, *rest),
        lambda world, letter: (foreign(world).reference, *rest),
        lambda world, letter: (NO_FILE, *rest),
    )


def settled(*rest: Any) -> Of:
    """The file of ours that a manager opened with a reason; it has been through everything, and is closed."""
    return of_file(lambda world: world.ours, lambda world: world.theirs, *rest)


def at(step: Step, *rest: Any) -> Of:
    return of_file(lambda world: world.at[step], lambda world: world.theirs_at[step], *rest)


def _member(journey: Journey) -> int:
    return journey.household.members.order_by("pk").first().pk


MEMBER = Of(
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, _member(world.at[Step.DIAGNOSIS])),
    lambda world, letter: (world.theirs_at[Step.DIAGNOSIS].reference, _member(world.theirs_at[Step.DIAGNOSIS])),
    lambda world, letter: (NO_FILE, NO_PK),
)
MEMBER_OF_ANOTHER_FILE = Of(
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, _member(world.theirs_at[Step.DIAGNOSIS])),
    None,
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, NO_PK),
)


def paper(step: Step | None) -> Of:
    def own(world: WholeWorld) -> Journey:
        return world.at[step] if step else world.ours

    def foreign(world: WholeWorld) -> Journey:
        return world.theirs_at[step] if step else world.theirs

    return Of(
        lambda world, letter: (own(world).reference, world.papers[own(world).pk].token),
        lambda world, letter: (foreign(world).reference, world.papers[foreign(world).pk].token),
        lambda world, letter: (NO_FILE, NO_UUID),
    )


PAPER_OF_ANOTHER_FILE = Of(
    lambda world, letter: (world.ours.reference, world.papers[world.theirs.pk].token),
    None,
    lambda world, letter: (world.ours.reference, NO_UUID),
)
JOB = Of(
    lambda world, letter: (world.jobs[letter].pk if letter != "A" else NO_UUID,),
    lambda world, letter: (world.jobs["D" if letter != "D" else "H"].pk,),
    lambda world, letter: (NO_UUID,),
)


def plain(own: Callable[[WholeWorld], Any], *before: Any, foreign: Callable[[WholeWorld], Any] | None = None) -> Of:
    """A row of the directory: staff read all of it; only a partner meets a foreign one."""
    return Of(
        lambda world, letter: (*before, own(world)),
        (lambda world, letter: (*before, foreign(world) if letter == "L" else NO_PK)) if foreign else None,
        lambda world, letter: (*before, NO_PK),
    )


def this(*args: Any) -> Of:
    """Always there, for everybody."""
    return Of(lambda world, letter: args, None, None)


def first_of(table: ReferenceTable) -> Of:
    return plain(lambda world: table.model.objects.order_by("pk").first().pk, table.slug)


PERSON = plain(lambda world: world.other_caseworker.pk)
A_DPO = plain(lambda world: world.dpo.pk)
MEMBERSHIP_OF_A_DPO = plain(lambda world: world.dpo.memberships.first().pk)
COUNTED = Of(lambda world, letter: (world.ours.reference,), None, lambda world, letter: (NO_FILE,))
EMPLOYER = plain(lambda world: world.employer.pk, foreign=lambda world: world.other_employer.pk)
VACANCY = plain(lambda world: world.vacancy.pk, foreign=lambda world: world.other_vacancy.pk)
DWELLING = plain(lambda world: world.some_dwelling.pk)
FLAT = plain(lambda world: world.flat.pk)
CONTACT = plain(
    lambda world: world.employer.contacts.first().pk, foreign=lambda world: world.landlord.contacts.first().pk
)
MEMBERSHIP = plain(lambda world: world.other_caseworker.memberships.first().pk)


def _password_link(world: WholeWorld, letter: str) -> Args:
    return (links.link_for(world.other_head).rstrip("/").rpartition("/")[2],)


PASSWORD_LINK = Of(_password_link, None, lambda world, letter: ("altered",))

# --- verbs ----------------------------------------------------------------------------------------------------------

ROLES = {"P": Role.PRESCRIBER, "R": Role.REFERENT, "H": Role.SERVICE_HEAD, "C": Role.CASEWORKER}
BEFORE_THE_TERRITORY = frozenset({Step.DIAGNOSIS, Step.SUBMITTED, Step.TO_COMPLETE})
"""Not presented yet: the territory does not know of it."""


def step_for(verb: Verb) -> Step:
    """The earliest step where the verb starts; « accueillir » has none in this programme and is asked at the first."""
    rule = TRANSITIONS[verb.action]
    return next((step for step in OURS_AT if step in rule.sources), Step.DIAGNOSIS)


def verb_rows() -> list[Row]:
    """The answer to each role is the roles of the table of transitions, nothing else."""
    return others_less([verb_row(verb) for verb in all_verbs()], "PRHCL")


def others_less(rows: list[Row], people: str) -> list[Row]:
    """The first variant of an address is asked by everybody; the others by those whose answer may differ."""
    return [rows[0], *(replace(row, people=people) for row in rows[1:])]


def verb_row(verb: Verb) -> Row:
    step = step_for(verb)
    readers = "PR" if step in BEFORE_THE_TERRITORY else "PRHC"
    may = "".join(letter for letter in readers if ROLES[letter] in TRANSITIONS[verb.action].roles)
    may_not = "".join(set(readers) - set(may))
    line = ", ".join(part for part in (may and f"200 {may}", may_not and f"403 {may_not}", "404 *") if part)
    return Row(
        "candidates:verb", at(step, verb.slug), get=line, post=line, elsewhere="404 *", variant=verb.slug,
        shows="candidates.Household.name",
    )  # fmt: skip


# --- addresses ------------------------------------------------------------------------------------------------------

FOLLOWERS = "200 PRHCM, 404 *"
PARIS_FIRST = "200 PR, 404 *"
FOLLOWERS_ACT = "302 PRHCM, 404 *"
LOOKS_AFTER_ACCOUNTS = "200 mMD, 403 *"
WRITES_DIRECTORY = "200 HmM, 403 *"
WORKS_ON_FILES = "200 PRHCmM, 403 *"
WORKS_IN_TERRITORY = "200 RHC, 403 *"
MANAGERS = "200 mM, 403 *"
LISTS = ("?q={foreign}", "?page=2")


def refused(line: str) -> str:
    """The same people, and their empty form comes back with its errors."""
    return line.replace("200", "422")


def gone(line: str) -> str:
    """The same door: who may enter finds nothing, the others stay outside."""
    return line.replace("200", "404")


def shut(line: str) -> str:
    """The same door, and no such method behind it."""
    return line.replace("200", "405")


def form(name: str, of: Of | None, who: str, *, variant: str = "", shows: str = "", elsewhere: str = "") -> Row:
    """A page with a form behind a door: refused at the door, whatever the object."""
    return Row(name, of, get=who, post=refused(who), elsewhere=elsewhere or gone(who), variant=variant, shows=shows)


def accounts() -> list[Row]:
    return [
        Row("accounts:sign_in", get="200 AX, 302 *", post="422 AX*"),
        Row("accounts:sign_out", get=NO_METHOD, post="302 *"),
        Row(
            "accounts:choose_password",
            PASSWORD_LINK,
            get="200 AX*",
            post="200 AX*",
            elsewhere="410 AX*",
        ),
        Row("accounts:profile", shows="accounts.User.first_name"),
        Row("accounts:profile_edit", post="422 *"),
        Row("accounts:password_change", post="422 *"),
        Row(
            "accounts:people",
            get=LOOKS_AFTER_ACCOUNTS,
            shows="accounts.User.first_name",
            queries=LISTS,
        ),
        form("accounts:person_add", None, LOOKS_AFTER_ACCOUNTS),
        Row(
            "accounts:person",
            PERSON,
            get=LOOKS_AFTER_ACCOUNTS,
            post=shut(LOOKS_AFTER_ACCOUNTS),
            elsewhere=gone(LOOKS_AFTER_ACCOUNTS),
        ),
        form("accounts:person_edit", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("accounts:person_edit", A_DPO, "403 *", variant="of a DPO", elsewhere=gone(LOOKS_AFTER_ACCOUNTS)),
        Row("accounts:person_link", PERSON, get=NO_METHOD, post="200 mMD, 404 L, 403 *", elsewhere="404 *"),
        form("accounts:person_deactivate", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("accounts:person_reactivate", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("partners:membership_add", PERSON, LOOKS_AFTER_ACCOUNTS),
        form("partners:membership_end", MEMBERSHIP, LOOKS_AFTER_ACCOUNTS),
        form(
            "partners:membership_end",
            MEMBERSHIP_OF_A_DPO,
            "403 *",
            variant="of a DPO",
            elsewhere=gone(LOOKS_AFTER_ACCOUNTS),
        ),
    ]


def files() -> list[Row]:
    name = "candidates.Household.name"
    followed = settled()
    panels = [
        Row(
            "candidates:panel",
            settled(slug),
            get=FOLLOWERS,
            post=FOLLOWERS,
            elsewhere="404 *",
            variant=slug,
            shows=name,
        )
        for slug in [panel.slug for panel in panels_for(None)]
    ]
    topics = [
        Row(
            "candidates:topic",
            at(Step.PROJECT, topic.value),
            get="200 PR, 403 HC, 404 *" if topic == Topic.WISH else "200 PRHC, 404 *",
            post="200 PR, 403 HC, 404 *" if topic == Topic.WISH else "200 PRHC, 404 *",
            elsewhere="404 *",
            variant=topic.value,
        )
        for topic in Topic
    ]
    return [
        Row("candidates:list", get=WORKS_ON_FILES, shows=f"{name} PRHC", queries=LISTS),
        Row("candidates:search", get=WORKS_ON_FILES, queries=("?q={foreign}", "?q={reference}", "?q={own}")),
        Row("candidates:new", get="200 PRH, 403 *", post="200 PRH, 403 *"),
        Row("candidates:file", followed, get=FOLLOWERS, post=FOLLOWERS, elsewhere="404 *", shows=name),
        Row(
            "candidates:file",
            at(Step.DIAGNOSIS),
            get=PARIS_FIRST,
            post=PARIS_FIRST,
            elsewhere="404 *",
            shows=name,
            variant="draft",
            people="PRHML",
        ),
        *others_less(panels, "PRHCL"),
        *verb_rows(),
        Row("candidates:summary", followed, get=NO_METHOD, post=FOLLOWERS_ACT, elsewhere="404 *"),
        Row("candidates:open_with_reason", COUNTED, get=MANAGERS, post=MANAGERS, elsewhere=gone(MANAGERS)),
        Row(
            "candidates:candidature",
            followed,
            get=FOLLOWERS,
            post=FOLLOWERS,
            elsewhere="404 *",
            shows="candidates.Member.last_name",
        ),
        *others_less(topics, "PRHCL"),
        Row(
            "candidates:topic",
            settled("menage"),
            get="403 PRHCM, 404 *",
            post="403 PRHCM, 404 *",
            elsewhere="404 *",
            variant="closed",
            people="PRHML",
        ),
        Row(
            "candidates:member_add", at(Step.PROJECT), get="200 PRHC, 404 *", post="200 PRHC, 404 *", elsewhere="404 *"
        ),
        Row(
            "candidates:member_edit",
            MEMBER,
            get=PARIS_FIRST,
            post=PARIS_FIRST,
            elsewhere="404 *",
            shows="candidates.Member.last_name",
        ),
        Row(
            "candidates:member_edit",
            MEMBER_OF_ANOTHER_FILE,
            get="404 *",
            post="404 *",
            elsewhere="404 *",
            variant="of another file",
            people="PRHML",
        ),
        Row("candidates:member_left", MEMBER, get=PARIS_FIRST, post=PARIS_FIRST, elsewhere="404 *"),
        Row(
            "candidates:documents",
            at(Step.PROJECT),
            get="200 PRHC, 404 *",
            post="200 PRHC, 404 *",
            elsewhere="404 *",
            shows="candidates.Document.title",
        ),
        Row(
            "candidates:documents",
            followed,
            get=FOLLOWERS,
            post="403 PRHCM, 404 *",
            elsewhere="404 *",
            variant="closed",
            people="PRHML",
        ),
        Row("candidates:document", paper(None), get=FOLLOWERS, elsewhere="404 *", shows="candidates.Document.title"),
        Row(
            "candidates:document",
            PAPER_OF_ANOTHER_FILE,
            get="404 *",
            elsewhere="404 *",
            variant="of another file",
            people="PRHML",
        ),
        Row(
            "candidates:document_withdraw",
            paper(Step.PROJECT),
            get=NO_METHOD,
            post="302 PRHC, 404 *",
            elsewhere="404 *",
        ),
    ]


def overview() -> list[Row]:
    return [
        Row("core:todo", post="200 *"),
        Row(
            "placements:board",
            get=WORKS_IN_TERRITORY,
            post=WORKS_IN_TERRITORY,
            queries=("?territoire=cantal", "?territoire=lozere"),
        ),
        Row("placements:calendar", get=WORKS_IN_TERRITORY, post=WORKS_IN_TERRITORY),
        Row("audit:journal", get="200 D, 403 *", shows="audit.OpenedFile.note", queries=LISTS),
        Row("reporting:dashboard", get="200 HmM, 403 *", post="200 HmM, 403 *"),
    ]


def directory() -> list[Row]:
    staff = "200 PRHCmMD, 403 *"
    return [
        Row(
            "partners:organisations",
            get="302 L, 200 *",
            post="302 L, 405 *",
            shows="partners.Organisation.name",
            queries=LISTS,
        ),
        Row("partners:organisation", EMPLOYER, get="200 *", elsewhere="404 *", shows="partners.Contact.last_name"),
        form("partners:organisation_add", None, WRITES_DIRECTORY),
        form("partners:organisation_edit", EMPLOYER, WRITES_DIRECTORY),
        form("partners:organisation_close", EMPLOYER, WRITES_DIRECTORY),
        form("partners:contact_add", EMPLOYER, WRITES_DIRECTORY),
        form("partners:contact_edit", CONTACT, WRITES_DIRECTORY),
        form("partners:contact_leave", CONTACT, WRITES_DIRECTORY),
        Row("partners:vacancies", queries=LISTS),
        Row("partners:vacancy", VACANCY, get="200 *", elsewhere="404 *", shows="partners.Vacancy.title"),
        form("partners:vacancy_add", None, "200 HmML, 403 *"),
        form("partners:vacancy_edit", VACANCY, WRITES_DIRECTORY),
        form("partners:vacancy_close", VACANCY, WRITES_DIRECTORY),
        Row("partners:vacancy_news", VACANCY, get=NO_METHOD, post="302 HmML, 403 *", elsewhere="404 *"),
        Row("partners:dwellings", queries=LISTS),
        Row("partners:dwelling", DWELLING, get="404 L, 200 *", elsewhere="404 *", shows="partners.Dwelling.address"),
        form("partners:dwelling_add", None, WRITES_DIRECTORY),
        form("partners:dwelling_edit", DWELLING, WRITES_DIRECTORY),
        form("partners:dwelling_withdraw", DWELLING, WRITES_DIRECTORY),
        Row("partners:relay_flats", get=staff, queries=LISTS),
        form("partners:relay_flat_add", None, WRITES_DIRECTORY),
        form("partners:relay_flat_edit", FLAT, WRITES_DIRECTORY),
        form("partners:relay_flat_close", FLAT, WRITES_DIRECTORY),
    ]


def reference() -> list[Row]:
    return [
        Row("reference:index", get=MANAGERS, post=shut(MANAGERS)),
        Row("reference:commune_suggestions", queries=("?q=aur",)),
        Row("reference:trade_suggestions", queries=("?q=menui",)),
        *(row for table in TABLES for row in of_table(table)),
    ]


def of_table(table: ReferenceTable) -> list[Row]:
    rows = [Row("reference:list", this(table.slug), get=MANAGERS, variant=table.slug)]
    if table.editable:
        rows += [
            form("reference:add", this(table.slug), MANAGERS, variant=table.slug),
            form("reference:edit", first_of(table), MANAGERS, variant=table.slug),
            form("reference:close", first_of(table), MANAGERS, variant=table.slug),
        ]
    return rows if table.slug == TABLES[0].slug else [replace(row, people="mPX") for row in rows]


def jobs() -> list[Row]:
    return [
        Row("jobs:list"),
        Row("jobs:detail", JOB, elsewhere="404 *"),
        Row("jobs:state", JOB, elsewhere="404 *"),
        Row("jobs:download", JOB, elsewhere="404 *", shows="jobs.Job.progress_text"),
        Row("jobs:retry", JOB, get=NO_METHOD, post="302 *", elsewhere="404 *"),
    ]


def public() -> list[Row]:
    return [
        Row("healthz", get="503 AX*", post="405 AX*"),
        Row("core:accessibility", get="200 AX*", post="405 AX*"),
        Row("core:privacy", get="200 AX*", post="405 AX*"),
        Row("core:gallery", get=LOOKS_AFTER_ACCOUNTS, post=LOOKS_AFTER_ACCOUNTS),
    ]


def all_rows() -> list[Row]:
    return [*public(), *accounts(), *files(), *overview(), *directory(), *reference(), *jobs()]
