"""Every kind of write, found as a person finds it: the buttons of the pages that one may open.

A form is sent as it is shown; what the answer marks as wrong or missing is filled in and sent again, until it is
accepted. A form that nothing satisfies stops the bench: say in ``SPECIAL`` what it wants.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit
from uuid import uuid4

from django.urls import resolve
from django.utils import timezone
from PIL import Image

from emile.tools.bench.discovery.addresses import NOT_MEASURED, Address
from emile.tools.bench.discovery.browsers import Answer, Browser, Sent
from emile.tools.bench.discovery.people import SIGNS_IN
from emile.tools.bench.discovery.reach import PAPER
from emile.tools.bench.discovery.shown_forms import ShownForm, Typed, forms_of, in_days, written_in

PATIENCE = 6
PASSWORD = "mesure de la vitesse 2014"  # noqa: S105 (of accounts of a copy that is thrown away)
SENT_TO_SIGN_IN = "/connexion/?next="
ANSWERS_WITH_A_PAGE = frozenset({"accounts:person_link"})
"""Writes that show what they made instead of leading elsewhere."""
SIDES = (4_000, 3_000)
"""A photograph of twelve million pixels, as telephones take them."""
SPECIAL: dict[str, dict[str, Typed]] = {
    "accounts:sign_in": {"email": SIGNS_IN.email, "password": PASSWORD},
    "accounts:password_change": {"current_password": PASSWORD, "new_password": PASSWORD, "again": PASSWORD},
    "accounts:choose_password": {"new_password": PASSWORD, "again": PASSWORD},
    "prevoir-un-sejour-d-immersion": {"arrival": in_days(60), "departure": in_days(63)},
    "mettre-le-parcours-en-pause": {"until": in_days(60)},
    "partners:membership_add": {"role": "caseworker"},
}
"""By address or by verb: what the fields that are marked wrong want."""
FROM_THE_START: dict[str, dict[str, Callable[[date], str]]] = {
    "constater-l-arrivee": {"on": lambda today: (today - timedelta(days=today.weekday())).isoformat()},
}
"""What nothing marks as wrong, and is refused all the same: the generated stays begin on a Monday."""
USUAL: dict[str, Typed] = {
    "trade": "H2206",
    "commune": "Aurillac",
    "surface": "62",
    "value": "2",
    "code": lambda today: f"mesure{uuid4().hex[:8]}",
    "name": lambda today: f"Mesure {uuid4().hex[:8]}",
}


class NobodyAccepts(Exception):
    """A form that this module does not know how to fill."""


@dataclass(frozen=True)
class Kind:
    """``name`` and ``label`` as for an address; ``how`` when one form is sent in several ways."""

    name: str
    label: str
    how: str = ""

    @property
    def title(self) -> str:
        return " ".join(filter(None, [self.name, self.label, self.how]))


@dataclass
class Write:
    """A form of a page, and what was written in it to be accepted."""

    kind: Kind
    shown_on: Address
    filled: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def sent(self, browser: Browser, page: str) -> Sent:
        """:raises NobodyAccepts: the page shows no such form any more."""
        answer = browser.get(page)
        form = self.form_in(answer, page)
        if form is None:
            raise NobodyAccepts(f"{page} ({answer.status}) ne montre pas {self.kind.title}")
        return self.sent_with(form, page)

    def form_in(self, answer: Answer, page: str) -> ShownForm | None:
        shown = forms_of(answer.text) if answer.status in {200, 422} else []
        return next((form for form in shown if kind_of(form, page) == replace(self.kind, how="")), None)

    def sent_with(self, form: ShownForm, page: str) -> Sent:
        values = form.values() | self.filled
        return Sent(urlsplit(form.action or page).path, values, self.files, by_itself=self.kind.how == AUTOSAVE)


AUTOSAVE, PDF, PHOTOGRAPH = "(tout seul)", "(un PDF)", "(une photographie)"


def writes_of(address: Address, page: str) -> Iterator[Write]:
    """One for each kind of button of a page."""
    seen: set[Kind] = set()
    for form in forms_of(page):
        kind = kind_of(form, address.path)
        if kind.name not in NOT_MEASURED and kind not in seen:
            seen.add(kind)
            yield from ways(Write(kind, address), form)


def kind_of(form: ShownForm, path: str) -> Kind:
    """Where the button leads, told as an address is; what only says which row is left out."""
    found = resolve(urlsplit(form.action or path).path)
    said = [str(found.kwargs[name]) for name in ("slug", "topic", "table") if name in found.kwargs]
    return Kind(found.view_name, " ".join(said))


def ways(write: Write, form: ShownForm) -> Iterator[Write]:
    if form.takes_a_file:
        yield replace(write, kind=replace(write.kind, how=PDF), files={"file": ("titre.pdf", PAPER.content)})
        yield replace(write, kind=replace(write.kind, how=PHOTOGRAPH), files={"file": ("titre.jpg", photograph())})
        return
    yield write
    if form.saves_by_itself:
        yield replace(write, kind=replace(write.kind, how=AUTOSAVE))


@cache
def photograph() -> bytes:
    """Not plain: a plain picture would be written again in no time."""
    written = io.BytesIO()
    Image.effect_noise((SIDES[0] // 8, SIDES[1] // 8), 60).resize(SIDES).convert("RGB").save(
        written, "JPEG", quality=80
    )
    return written.getvalue()


def accepted(write: Write, answer: Answer) -> bool:
    if answer.status in {301, 302, 303}:
        return not answer.location.startswith(SENT_TO_SIGN_IN)
    if answer.status != 200:
        return False
    by_page = write.kind.name in ANSWERS_WITH_A_PAGE or write.kind.how == AUTOSAVE
    return by_page and not any(form.wrong for form in forms_of(answer.text))


def learn(write: Write, browser: Browser, page: str, today: date | None = None) -> Write:
    """The same write with what had to be filled in.

    :raises NobodyAccepts: whatever is written, the form comes back.
    """
    day = today or timezone.localdate()
    write.filled |= {name: [value(day)] for name, value in FROM_THE_START.get(write.kind.label, {}).items()}
    sent = write.sent(browser, page)
    answer = browser.post(sent)
    for _ in range(PATIENCE):
        if accepted(write, answer):
            return write
        form = write.form_in(answer, page)
        if form is None or not form.wrong:
            break
        write.filled |= dict(written_in(form.wrong, day, special_of(write.kind)))
        answer = browser.post(write.sent_with(form, page))
    raise NobodyAccepts(f"{write.kind.title} sur {page} : {answer.status} {said_wrong(answer)}")


def special_of(kind: Kind) -> dict[str, Typed]:
    return USUAL | SPECIAL.get(kind.name, {}) | SPECIAL.get(kind.label, {})


def said_wrong(answer: Answer) -> str:
    wrong = [control.name for form in forms_of(answer.text) for control in form.wrong]
    return f"{answer.location} {wrong}" if wrong or answer.location else answer.text[:2000]
