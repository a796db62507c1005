"""``/composants/``: every component in every state, to look at and to test. Invented data, no query."""

import datetime as dt
from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from emile.core.pages import charts, parts
from emile.core.pages.forms import ProductForm, SaneDateField
from emile.core.people import SignedInRequest

Ago = Callable[[int], dt.date]
MAY_LOOK = ("manager", "dpo")


class SampleForm(ProductForm):
    name = forms.CharField(label="Nom de naissance", max_length=80, help_text="Tel qu'il est écrit sur le titre.")
    born_on = SaneDateField(label="Date de naissance")
    commune = forms.ChoiceField(label="Commune souhaitée", choices=[("", "—"), ("15014", "Aurillac")], required=False)
    income = forms.DecimalField(label="Ressources mensuelles", required=False, help_text="En euros, net.")
    french = forms.ChoiceField(
        label="Français à l'oral", choices=[("A1", "A1"), ("A2", "A2"), ("B1", "B1 et plus")], widget=forms.RadioSelect
    )
    licences = forms.MultipleChoiceField(
        label="Permis", choices=[("B", "B"), ("C", "C")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(label="Souhaits", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="Le ménage a été informé de l'usage de ses données.")


class SampleFilter(ProductForm):
    q = forms.CharField(label="Nom ou numéro", required=False)
    step = forms.ChoiceField(label="Étape", choices=[("", "Toutes"), ("7", "Immersion")], required=False)


def gallery(request: SignedInRequest) -> HttpResponse:
    if request.user.scope.roles.isdisjoint(MAY_LOOK):
        raise PermissionDenied
    return render(request, "core/gallery.html", samples(timezone.localdate()))


def samples(today: dt.date) -> dict[str, object]:
    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    wrong = SampleForm({"name": "", "born_on": "1802-01-01", "income": "beaucoup"}, auto_id="wrong_%s")
    return {
        "tones": [
            ("neutral", "Brouillon"),
            ("info", "Présentée"),
            ("success", "Retenue"),
            ("warning", "Liste d'attente"),
            ("danger", "Non retenue"),
            ("accent", "Projet validé"),
        ],
        "steps": steps(ago),
        "first_steps": [parts.Step(1, "Repérage, diagnostic", "current"), *steps(ago)[1:2]],
        "events": events(ago),
        "facts": [("Composition", "2 adultes, 3 enfants"), ("Titre de séjour", "Carte de résident"), ("DALO", "")],
        "page": Paginator(range(1234), 25).page(4),
        "form": SampleForm(),
        "wrong_form": wrong,
        "filter_form": SampleFilter({"step": "7"}),
        "columns": columns(ago),
        "days": [today + dt.timedelta(days=offset) for offset in range(-3, 25)],
        "calendar_rows": calendar_rows(today),
        "soon": today + dt.timedelta(days=5),
        "late": ago(3),
        "since": ago(12),
        "long_ago": ago(140),
        "blocked": ["L'accord du ménage n'est pas encore donné.", "Le bilan d'immersion n'est pas rempli."],
        **pictures(),
    }


def steps(ago: Ago) -> list[parts.Step]:
    done = ["Repérage, diagnostic", "Transmise", "Présentée", "Retenue", "Recherche de postes", "Projet professionnel"]
    todo = ["Contrat signé", "Bail, installation", "Accompagnement", "Droit commun"]
    return [
        *(parts.Step(n, label, "done", ago(150 - 20 * n)) for n, label in enumerate(done, 1)),
        parts.Step(7, "Immersion", "current", ago(2), "4 jours, bilan attendu"),
        parts.Step(8, "Double accord", "skipped", None, "dispense motivée"),
        *(parts.Step(n, label) for n, label in enumerate(todo, 9)),
    ]


def events(ago: Ago) -> list[parts.Event]:
    return [
        parts.Event(timezone.now(), "Séjour d'immersion commencé", "Karim Vidal", icon="bed-double", tone="info"),
        parts.Event(ago(9), "Candidature retenue", "Hélène Roux", "Deux postes possibles.", "circle-check", "success"),
        parts.Event(ago(20), "Complément demandé", "Paul Garnier", "Titre de séjour illisible.", "hand", "warning"),
        parts.Event(ago(31), "Candidature transmise", "Aïcha Benali, Samu social", icon="send"),
    ]


def columns(ago: Ago) -> list[parts.Column]:
    card = parts.Card
    return [
        parts.Column(
            "Présentées",
            [
                card(
                    "Famille Diallo", "#", "2 adultes, 3 enfants", "La décision", "le territoire", ago(4), tone="info"
                ),
                card("M. Petit", "#", "1 personne", since=ago(23), badge="Sans nouvelle", tone="warning"),
            ],
            count=14,
            more_url="#",
        ),
        parts.Column("Retenues", [card("Mme Koné", "#", "1 adulte, 1 enfant · aide à domicile", since=ago(9))]),
        parts.Column(
            "En immersion",
            [card("Famille Traoré", "#", "T3 rue des Carmes", since=ago(2), badge="En cours", tone="success")],
        ),
        parts.Column("Double accord"),
        parts.Column("Contrat signé", [card("M. et Mme Haddad", "#", "Menuiserie Delmas, CDI", since=ago(1))]),
    ]


def calendar_rows(today: dt.date) -> list[parts.CalendarRow]:
    def stay(first: int, last: int, label: str, tone: parts.Tone = "success", detail: str = "") -> parts.Booking:
        day = dt.timedelta(days=1)
        return parts.Booking(today + first * day, today + last * day, label, "#", tone, detail)

    return [
        parts.CalendarRow(
            "Rue des Carmes", [stay(-5, 1, "Traoré"), stay(1, 5, "Diallo"), stay(12, 16, "Koné", "warning")], "#", "T3"
        ),
        parts.CalendarRow(
            "Av. de la République", [stay(6, 10, "Petit", "info", "à confirmer"), stay(22, 27, "Haddad")]
        ),
        parts.CalendarRow("Place de l'Hôtel de Ville", [stay(3, 6, "Ménage", "neutral")], hint="T2, 3 personnes"),
    ]


def pictures() -> dict[str, object]:
    reached = [("Présentées", 128), ("Retenues", 74), ("Immersions", 51), ("Projets validés", 38), ("Installés", 29)]
    trades = [("Bâtiment", 12), ("Aide à la personne", 9), ("Restauration", 4)]
    months = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
    arrivals, exits = [2, 4, 3, 6, 5, 8], [0, 1, 1, 2, 4, 3]
    return {
        "funnel": charts.funnel("Du dossier présenté à l'installation", reached),
        "funnel_rows": reached,
        "bars": charts.bars("Contrats signés par métier", trades, targets=[10, 12, None]),
        "bars_rows": [(label, value, goal) for (label, value), goal in zip(trades, ["10", "12", "—"], strict=True)],
        "line": charts.line("Arrivées et sorties", months, [("Arrivées", arrivals), ("Sorties", exits)]),
        "line_rows": list(zip(months, arrivals, exits, strict=True)),
        "funnel_headers": ["Étape", "Ménages"],
        "bars_headers": ["Métier", "Signés", "Objectif"],
        "line_headers": ["Mois", "Arrivées", "Sorties"],
    }
