"""A field of the candidature is told once: its words and its place are the same in the form, the recap, the panel and
on the paper. Read on the pages themselves, whatever the list says."""

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.template.loader import render_to_string

from candidates.candidature import facts
from candidates.candidature.forms.topics import PAGES
from candidates.candidature.paper import context_of
from candidates.candidature.reading import read_file
from candidates.enums import Link
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system

DAY = date(2026, 5, 4)


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def something(column: models.Field):
    """A value that column may hold."""
    if isinstance(column, ArrayField):
        return [column.base_field.choices[0][0]] if column.base_field.choices else ["peul"]
    if column.choices:
        return [code for code, _ in column.flatchoices if code not in ("", None)][-1]
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.DateField):
        return DAY
    if isinstance(column, models.DecimalField) or column.name == "siao_number":
        return 1234
    return "x1@exemple.test"


def row_of(section: facts.Section, journey: Journey) -> models.Model:
    household, member = journey.household, journey.household.members.get(link=Link.APPLICANT)
    child = journey.household.members.get(link=Link.CHILD)
    found = {
        facts.HOUSEHOLD: lambda: household,
        facts.MEMBER: lambda: member,
        facts.HOUSING: lambda: household.housing,
        facts.DIAGNOSIS: lambda: journey.diagnosis,
        facts.PROJECT: lambda: journey.candidature,
        facts.SCHOOLING: lambda: child.schooling,
        facts.HEALTH: lambda: facts.HEALTH.model.objects.get_or_create(member=member)[0],
    }
    return found.get(section, lambda: section.model.objects.get(member=member))()


@pytest.fixture
def full(world) -> Journey:
    """A file where every field of every list is answered."""
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        for section in facts.SECTIONS:
            row = row_of(section, journey)
            for name in set(section.names) - {"link", "visiting", "commune"}:
                setattr(row, name, something(row._meta.get_field(name)))
            row.save()
        journey.household.commune = world.commune
        journey.household.save()
    return journey


def labels_of(html: str) -> list[str]:
    return [plain(label) for label in re.findall(r"<dt>(.*?)</dt>", html, re.DOTALL)]


def plain(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").replace("\u202f", " ").strip()


def in_this_order(labels: list[str], page: list[str]) -> bool:
    rest = iter(page)
    return all(label in rest for label in labels)


@pytest.fixture
def pages(world, full, sign_in) -> dict[str, list[str]]:
    browser = sign_in(world.prescriber)
    recap = labels_of(browser.get(f"/dossiers/{full.reference}/candidature/").content.decode())
    panel = labels_of(browser.get(f"/dossiers/{full.reference}/volet/diagnostic/").content.decode())
    with acting_as(world.head.pk):
        row = Journey.objects.visible_to(world.head).with_details().get(pk=full.pk)
        paper = labels_of(render_to_string("pdf/candidature_summary.html", context_of(row, world.head, DAY)))
    return {"recap": recap, "panel": panel, "paper": paper}


@pytest.mark.parametrize("section", facts.SECTIONS, ids=lambda section: section.model.__name__)
def test_a_field_has_one_name_and_one_place_everywhere(world, full, pages, section):
    words = {name: plain(str(form_label(world, full, section, name))) for name in section.names}
    expected = {
        "recap": [words[fact.name] for fact in section.facts if fact.recap and fact.name != "visiting"],
        "panel": [words[fact.name] for fact in section.facts if fact.panel],
        "paper": [words[fact.name] for fact in section.facts if fact.paper],
    }
    for page, labels in expected.items():
        assert in_this_order(labels, pages[page]), (page, labels, pages[page])


def form_label(world, journey: Journey, section: facts.Section, name: str) -> str:
    if section is facts.MEMBER:
        from candidates.candidature.forms.member import MemberForm

        return MemberForm.base_fields[name].label
    with acting_as(world.prescriber.pk):
        file = read_file(world.prescriber, journey.reference)
        forms = [part for page in PAGES.values() for part in page(file).sections if not part.is_rows]
    form = next(part for part in forms if getattr(part, "section", None) is section)
    assert list(form.fields) == section.names
    return form.fields[name].label


@pytest.mark.parametrize("section", facts.SECTIONS, ids=lambda section: section.model.__name__)
def test_every_column_that_a_person_fills_in_is_in_the_list(section):
    """What is not asked is written by the product: who, when, and the keys."""
    kept = {"id", "reference", "name", "created_at", "saved_at", "search_name", "left_household_on"}
    owners = {"household", "member", "journey", "saved_by"}
    columns = {column.name for column in section.model._meta.concrete_fields}
    assert columns - kept - owners == set(section.names)


def test_a_value_reads_the_same_everywhere():
    housing = facts.HOUSING.model(kind="hotel", dalo=False, reference_income=12500, since=DAY)
    assert facts.HOUSING.recap_of(housing)[0][0] == "Logement actuel"
    assert [facts.words_of(housing, name) for name in ("dalo", "dalo_on", "over_indebtedness")] == ["non", "", ""]
    needs = facts.HEALTH.model(accessible_flat=False, nearby_services=["pmi", "hospital"])
    assert [facts.words_of(needs, name) for name in ("accessible_flat", "nearby_services")] == ["", "PMI, Hôpital"]
