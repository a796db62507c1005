"""A list of jobs, for the tests of lists: words, a figure, a day, a state, somebody else's rows out of reach."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Func, QuerySet
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.pages.listing.cells import link
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.filters import ListFilter
from emile.core.pages.listing.listing import Button, Empty, Listing
from emile.core.pages.listing.paging import Sort
from tests.world import TODAY

OTHERS = "ailleurs"
"""The queue whose jobs nobody here may see."""


class SpecimenFilter(ListFilter):
    q = forms.CharField(label="Travail", max_length=10, required=False)
    etat = forms.ChoiceField(label="État", choices=[("", "Tous"), *State.choices], required=False)
    progress = forms.IntegerField(label="Avancement", required=False)
    du = forms.DateField(label="Depuis le", required=False)


class Specimen(Listing):
    title, noun, lead = "Spécimens", "spécimen", "Pour l'essai."
    crumbs = (("À faire", "/"),)
    filters = SpecimenFilter
    equal = {"etat": "state", "progress": "progress"}
    columns = (
        Column("Travail", "kind", lambda job, jobs: link(f"/t/{job.kind}/", job.kind), sort="nom"),
        Column("Avancement", "progress", number=True, sort="avancement"),
        Column("Pourquoi", "error", none="rien à dire"),
        Column("File", "queue", shown=False),
        Column("Suite", cell=lambda job, jobs: link("/suite/", "Suivre"), hidden_title=True),
    )
    sorts = {
        "recent": Sort("Date", ("-created_at", "-pk")),
        "nom": Sort("Nom", (Func("kind", function="upper"), "pk"), reads_all=True),
        "avancement": Sort("Avancement", ("-progress", "kind", "pk")),
    }
    empty = Empty("Aucun spécimen", "Il y en aura.", filtered="Aucun pour ces filtres")
    per_page = 3

    def rows(self) -> QuerySet[Job]:
        return Job.objects.exclude(queue=OTHERS)

    def filtered(self, rows: QuerySet[Job], kept: Mapping[str, Any]) -> QuerySet[Job]:
        return rows.filter(kind__contains=kept["q"]) if "q" in kept else rows


class Chosen(Specimen):
    def selection(self) -> Button:
        return Button("Relancer", "/relancer/", "rotate-cw")


def specimen(address: str = "", declared: type[Specimen] = Specimen) -> Specimen:
    return declared(user=None, query=QueryDict(address.removeprefix("?")), today=TODAY)


def page_of(listing: Listing) -> str:
    request = RequestFactory().get("/specimens/")
    request.user = AnonymousUser()
    return render_to_string(listing.template_name, {"list": listing}, request)


def kinds(rows: Iterable[Job]) -> list[str]:
    return [job.kind for job in rows]
