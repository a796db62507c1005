"""A file as one row of a list: by name for those who follow it, by its reference for those who only count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from candidates.addresses import file_page
from candidates.journey.waiting import wait_of, who
from candidates.querysets import ListedFile
from candidates.steps import LOOKS, Step
from emile.accounts.models import User
from emile.core.templatetags.wording import plural, since
from emile.core.tones import Tone


@dataclass(frozen=True)
class Row:
    title: str
    reference: str
    """Beside the name of those who follow it; empty when it is the title."""
    url: str
    """Empty when the file is only counted: it opens with a reason."""
    reason_url: str
    step: str
    tone: Tone
    icon: str
    since: str
    waits_for: str
    awaited: str
    """What it waits for; empty once closed."""
    territory: str
    structure: str
    people: str
    reason: str = ""
    """Why the search found it."""


def rows_of(files: Iterable[ListedFile], user: User, today: date) -> list[Row]:
    """``files``: columns of ``JourneyQuerySet.for_list``."""
    return [row_of(file, user, today) for file in files]


def row_of(file: ListedFile, user: User, today: date) -> Row:
    counted, step = user.scope.sees_figures, Step(file.step)
    closed_to_us = counted and file.household_id not in user.scope.granted
    structure = file.prescriber__short_name or file.prescriber__name
    caseworker = " ".join(filter(None, [file.caseworker__first_name, file.caseworker__last_name]))
    wait, (tone, icon) = wait_of(file, today), LOOKS[step]
    return Row(
        title=file.reference if counted else file.household__name,
        reference="" if counted else file.reference,
        url="" if closed_to_us else file_page(file.reference),
        reason_url=file_page(file.reference, "candidates:open_with_reason") if closed_to_us else "",
        step=step.label,
        tone=tone,
        icon=icon,
        since=since(file.step_since, today),
        waits_for=who(wait, structure=structure, caseworker=caseworker) or "–",
        awaited=wait.title if wait else "",
        territory=file.territory__name or "–",
        structure=structure,
        people=people(file.adults, file.children),
    )


def people(adults: int, children: int) -> str:
    words = [plural(adults, "adulte"), *([plural(children, "enfant")] if children else [])]
    return ", ".join(words)
