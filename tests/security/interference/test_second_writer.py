"""Two people open one form: the second to save is told what changed, keeps what she typed, and overwrites nothing.

Risk: the work of one person disappears under that of another. A form that edits a row is known by what it does: what
was saved with it is there when it is opened again. So one that is added tomorrow is looked at too.
"""

import html
import itertools
import re

import pytest
from django import forms
from django.apps import apps

import emile.urls  # noqa: F401 (every form is imported with the pages)
from candidates.candidature.forms.sections import SectionForm
from emile.core.pages.stamped import StampedForm
from tests.candidates.candidature.candidature_forms import FormReader
from tests.conftest import undone
from tests.security.crawl import Answer, Crowd, Visitor
from tests.security.matrix import Row, all_rows
from tests.security.test_bad_input import Fields

READERS = "PRHCMDmL"
ACTS = {"candidates:verb", "accounts:sign_in", "accounts:choose_password", "core:gallery"}
"""What is done once, on a step that is checked under a lock; a door; samples."""
EDITORS = {
    "accounts:person_edit",
    "accounts:profile_edit",
    "candidates:member_edit",
    "candidates:topic",
    "partners:contact_edit",
    "partners:dwelling_edit",
    "partners:organisation_edit",
    "partners:relay_flat_edit",
    "partners:vacancy_edit",
    "reference:edit",
}
ROWS = [
    (row, letter)
    for row in all_rows()
    if row.name not in ACTS
    and (letter := next((each for each in READERS if row.expected("GET", each) == 200), None))
    and row.expected("POST", letter) != 405
]
TOLD = ("entre-temps", "pendant que vous écriviez")


Sheet = dict[str, list[str]]
"""What the browser would send back, untouched."""


def opened(visitor: Visitor, url: str) -> Sheet:
    return sheet_of(visitor.ask("GET", url, for_real=True))


def sheet_of(answer: Answer) -> Sheet:
    reader = FormReader(None)
    reader.feed(answer.body.decode(errors="replace"))
    return reader.fields


def send(visitor: Visitor, url: str, sheet: Sheet, name: str, value: str) -> Answer:
    return visitor.ask("POST", url, sheet | {name: [value]}, for_real=True)


def answers_to(page: str, sheet: Sheet) -> dict[str, list[str]]:
    """Field → two other answers to it: longer texts, then other choices of a list."""
    typed = {name: [f"{sheet[name][0]}{more}" for more in "23"] for name in sorted(Fields(page).typed)}
    chosen = {
        name: [value for value in re.findall(r'<option value="([^"]+)"', options) if [value] != sheet[name]][:2]
        for name, options in re.findall(r'<select name="([^"]+)"(.*?)</select>', page, re.DOTALL)
        if name in sheet
    }
    return typed | {name: others for name, others in chosen.items() if len(others) == 2}


def saved(visitor: Visitor, url: str) -> tuple[str, str, str] | None:
    """What another tab wrote: a field whose new value is there when the page is opened again, that value, a third."""
    page = visitor.ask("GET", url, for_real=True).body.decode(errors="replace")
    for name, (theirs, mine) in answers_to(page, opened(visitor, url)).items():
        sent = send(visitor, url, opened(visitor, url), name, theirs)
        if sent.status == 302 and opened(visitor, url).get(name) == [theirs]:
            return name, theirs, mine
    return None


@pytest.mark.parametrize(("row", "letter"), ROWS, ids=lambda each: getattr(each, "label", each))
def test_the_second_writer_overwrites_nothing(planted, crowd: Crowd, row: Row, letter: str):
    url, visitor = row.url(planted.world, letter), crowd[letter]
    with undone():
        before = opened(visitor, url)
        found = saved(visitor, url)
        assert (found is not None) is (row.name in EDITORS), f"{row.label} : à inscrire dans EDITORS, ou à en retirer"
        if found is None:
            return
        name, theirs, mine = found
        answer = send(visitor, url, before, name, mine)
        page = html.unescape(answer.body.decode(errors="replace"))
        assert answer.status in {200, 422}
        assert any(words in page for words in TOLD)
        assert sheet_of(answer)[name] == [mine]
        assert theirs in page
        assert opened(visitor, url)[name] == [theirs]


def test_every_model_form_of_the_product_is_compared_with_its_row():
    """Those of a page of the candidature are compared by the page, all together."""
    ours = {config.name for config in apps.get_app_configs() if not config.name.startswith("django.")}
    written = [form for form in subclasses(forms.ModelForm) if form.__module__.startswith(tuple(ours))]
    edited = [form for form in written if form._meta.model is not None]
    assert len(edited) > 20
    assert [form for form in edited if not issubclass(form, StampedForm | SectionForm)] == []


def subclasses(base: type) -> set[type]:
    return set(itertools.chain.from_iterable({each} | subclasses(each) for each in base.__subclasses__()))
