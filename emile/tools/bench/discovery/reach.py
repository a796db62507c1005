"""What somebody has within reach, to put into an address: a file at the right step, a partner, an account.

``nth``: the second, the third… of its kind, so that what can be done once a row is measured on several rows.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone

from candidates.candidature.documents import Checked, add_document
from candidates.enums import Audience, DocumentKind
from candidates.journey.moves import roles_on
from candidates.journey.table import TRANSITIONS
from candidates.journey.verbs import Verb
from candidates.models import Document, Journey, Member
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.scope import Scope
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.registry import JobResult
from emile.core.jobs.running import results
from emile.tools.bench.discovery.people import Person

MOST_LOOKED_AT = 400
"""Files read to find those where a verb is possible."""
PAPER = Checked(b"%PDF-1.4\n" + b"0" * 20_000 + b"\n%%EOF\n", "application/pdf")


class Reach:
    def __init__(self, person: Person) -> None:
        self.person = person
        self._verb_files: dict[str, Iterator[str]] = {}
        self._found: dict[str, list[str]] = {}

    @cached_property
    def user(self) -> User | None:
        """With the rights that the database gives it, as a page has it."""
        if not self.person.is_signed_in:
            return None
        user = self.person.user()
        with acting_as(user.pk) as scope:
            user.scope = Scope.from_database(scope)
        return user

    @property
    def signed_in(self) -> User:
        """:raises ValueError: a visitor has no account."""
        if self.user is None:
            raise ValueError(self.person)
        return self.user

    # --- files --------------------------------------------------------------------------------------------------

    def file(self, nth: int = 0) -> str:
        """A family that is followed, or any other file; a manager counts files that they do not read."""
        return self._reference(nth, Step.SUPPORT)

    def file_being_written(self, nth: int = 0) -> str:
        """In Paris a candidature, in a territory a project."""
        in_paris = self.user is not None and self.user.has_role(Role.PRESCRIBER, Role.REFERENT)
        return self._reference(nth, Step.DIAGNOSIS if in_paris else Step.PROJECT)

    def _reference(self, nth: int, step: Step) -> str:
        if self.user is None:
            return ""
        with acting_as(self.user.pk):
            files = self._files()
            for rows in (files.filter(step=step), files):
                found = rows.order_by("opened_on", "pk").values_list("reference", flat=True)[nth : nth + 1]
                if found:
                    return found[0]
        return ""

    def _files(self) -> QuerySet[Journey]:
        assert self.user is not None
        named = Journey.objects.visible_to(self.user)
        return named if named.exists() else Journey.objects.countable_by(self.user)

    def file_for(self, verb: Verb, nth: int = 0) -> str:
        """One where the verb can be done by this person; empty when there is none, or so many no more."""
        if self.user is None:
            return ""
        waiting = self._verb_files.setdefault(verb.slug, self._files_for(verb))
        found = self._found.setdefault(verb.slug, [])
        with acting_as(self.user.pk):
            while len(found) <= nth:
                following = next(waiting, "")
                if not following:
                    return ""
                found.append(following)
        return found[nth]

    def _files_for(self, verb: Verb) -> Iterator[str]:
        rule = TRANSITIONS[verb.action]
        assert self.user is not None
        if rule.roles.isdisjoint(self.user.scope.roles):
            return
        steps = sorted({*rule.sources, *rule.shortcuts})
        share = max(MOST_LOOKED_AT // len(steps), 100)
        for step in steps:
            files = Journey.objects.visible_to(self.user).with_details().filter(step=step).order_by("-pk")
            for file in files[:share]:
                may = rule.starts_from(file) and not rule.roles.isdisjoint(roles_on(file, self.user))
                if may and not rule.unmet(file):
                    yield file.reference

    def member(self, nth: int = 0) -> tuple[str, int] | None:
        reference = self.file_being_written(nth)
        if not reference or self.user is None:
            return None
        with acting_as(self.user.pk):
            members = Member.objects.visible_to(self.user).filter(household__journeys__reference=reference)
            last = members.order_by("-pk").first()
            return (reference, last.pk) if last else None

    def document(self, nth: int = 0) -> tuple[str, UUID] | None:
        """A paper of its own: put there now."""
        reference = self.file_being_written(nth)
        if not reference or self.user is None:
            return None
        with acting_as_system():
            journey = Journey.objects.get(reference=reference)
            papers = Document.objects.filter(household=journey.household_id, withdrawn_at=None).order_by("-pk")
            paper = papers.first() or self._add_paper(journey)
            return reference, paper.token

    def _add_paper(self, journey: Journey) -> Document:
        return add_document(
            journey.household,
            PAPER,
            kind=DocumentKind.CV,
            title="CV",
            expires_on=None,
            audience=Audience.TEAM,
            by=self.signed_in,
        )

    # --- the rest -----------------------------------------------------------------------------------------------

    def row(self, rows: Callable[[], QuerySet[Model]], nth: int = 0, *, territory: str = "") -> int | None:
        """The nth row of a table that this person may read; of their own territory, where the table says which."""
        if self.user is None:
            return None
        with acting_as(self.user.pk):
            found = rows().order_by("pk").values_list("pk", flat=True)
            if territory and self.user.scope.territories:
                found = found.filter(**{f"{territory}__in": self.user.scope.territories})
            return next(iter(found[nth : nth + 1]), None)

    def job(self, state: State) -> UUID | None:
        """One's own, made now: its paper is not the paper of anybody."""
        if self.user is None:
            return None
        with acting_as_system():
            found = Job.objects.filter(requested_by=self.user.pk, state=state).first()
            return (found or self._add_job(state)).pk

    def _add_job(self, state: State) -> Job:
        now = timezone.now()
        job = Job(kind="candidature_summary", requested_by=self.user, state=state, attempts=1)
        job.started_at = job.finished_at = now
        if state == State.DONE:
            stored = results.store(job.pk, JobResult("synthese.pdf", PAPER.content))
            job.progress, job.result_name, job.result_path = 100, "synthese.pdf", stored.path
            job.result_sha256, job.result_size = stored.sha256, stored.size
        else:
            job.error, job.error_class = "Une erreur inattendue a interrompu ce travail.", "Error"
        job.save(force_insert=True)
        return job
