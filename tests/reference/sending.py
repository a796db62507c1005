"""Forms of the manager's pages, as a browser sends them."""

import uuid

from django.urls import reverse

from emile.reference.tables import TABLES

EDITABLE = [table for table in TABLES if table.editable]
SLUGS = [table.slug for table in TABLES]


def add(slug: str) -> str:
    return reverse("reference:add", args=[slug])


def edit(slug: str, row) -> str:
    return reverse("reference:edit", args=[slug, row.pk])


def close(slug: str, row) -> str:
    return reverse("reference:close", args=[slug, row.pk])


def errors(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def post(browser, page: str, data: dict, **options):
    """As sent by a form just opened; `token` and `stamp` in the data win."""
    return browser.post(page, {"token": uuid.uuid4(), **stamp_of(browser, page), **data}, **options)


def stamp_of(browser, page: str) -> dict:
    shown = browser.get(page)
    return {"stamp": shown.context["form"]["stamp"].value()} if shown.status_code == 200 else {}


def a_territory() -> dict:
    return {"code": "correze", "name": "Corrèze", "department": "19", "valid_from": "2026-01-01"}


def a_value(**fields) -> dict:
    given = {"code": "essai", "label": "Essai", "value": "1 250,50", "unit": "eur_year", "valid_from": "2026-01-01"}
    return {**given, "source": "Arrêté d'essai", "order": "100", **fields}


def a_reason(**fields) -> dict:
    return {"code": "decline-essai", "kind": "decline", "label": "Essai", "order": "5", "consequence": "none", **fields}
