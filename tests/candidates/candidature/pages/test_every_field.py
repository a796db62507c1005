"""Every question of every page: asked under its words, answered, kept; and nothing else is asked."""

from datetime import date
from decimal import Decimal

import pytest

from candidates.models import (
    Candidature,
    Diagnosis,
    HealthNeeds,
    Household,
    HousingSituation,
    Journey,
    Schooling,
    SocialHousingRequest,
    StayRight,
    WorkProfile,
)
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of

AWA, SAMI = "1", "2"
"""In place of their keys."""


# page → the part of it → question: its words, what is typed, what is kept
ASKED = {
    "menage": {
        ("menage", Household): {
            "address": ("Adresse", "12 rue des Lilas", "12 rue des Lilas"),
            "commune": ("Commune", "15014", "15014"),
            "phone": ("Téléphone", "0612345678", "0612345678"),
            "email": ("Adresse électronique", "awa@exemple.test", "awa@exemple.test"),
            "birth_expected_on": ("Naissance attendue", "2026-09-01", date(2026, 9, 1)),
        },
        ("sejour-1", StayRight): {
            "document": ("Titre", "resident", "resident"),
            "may_work": ("Autorisé·e à travailler", "false", False),
            "expires_on": ("Expire le", "2027-03-01", date(2027, 3, 1)),
        },
    },
    "logement": {
        ("logement", HousingSituation): {
            "kind": ("Logement actuel", "parents", "parents"),
            "since": ("Depuis le", "2025-01-02", date(2025, 1, 2)),
            "dalo": ("Reconnu DALO", "true", True),
            "dalo_on": ("Date de la décision DALO", "2025-02-03", date(2025, 2, 3)),
            "reference_income": ("Revenu fiscal de référence N-2", "12500,50", Decimal("12500.50")),
            "over_indebtedness": ("Surendettement", "plan", "plan"),
            "siao_number": ("Numéro SI-SIAO", "1 234 567", "1234567"),
        },
    },
    "emploi": {
        ("emploi-1", WorkProfile): {
            "situation": ("Situation", "employed", "employed"),
            "registered_jobseeker": ("Inscrit·e à France Travail", "true", True),
            "diploma": ("Niveau de diplôme (CITE)", "3", 3),
            "french_spoken": ("Français oral", "c1", "c1"),
            "french_written": ("Français écrit", "b2", "b2"),
            "carries_loads": ("Port de charges possible", "false", False),
            "mobility": ("Mobilité", ["public"], ["public"]),
            "licences": ("Permis", ["b", "c"], ["b", "c"]),
            "certificates": ("Certificats", ["caces"], ["caces"]),
            "hours_possible": ("Horaires possibles", ["night"], ["night"]),
        },
    },
    "famille": {
        ("scolarite-2", Schooling): {
            "level": ("Scolarité", "college", "college"),
            "parental_consent": ("Accord parental au déménagement", "court", "court"),
            "childcare_used": ("Mode de garde actuel", "nursery", "nursery"),
            "childcare_needed": ("Mode de garde nécessaire", "family", "family"),
            "unusual_hours": ("Besoin de garde tôt le matin, le soir ou la nuit", "on", True),
        },
        ("sante-2", HealthNeeds): {
            "rights_open": ("Droits santé ouverts", "true", True),
            "has_doctor": ("Médecin traitant", "false", False),
            "nearby_services": ("À proximité du logement", ["pmi"], ["pmi"]),
            "accessible_flat": ("Logement accessible nécessaire", "on", True),
        },
    },
    "projet": {
        ("diagnostic", Diagnosis): {
            "made_on": ("Date du diagnostic", "2026-04-02", date(2026, 4, 2)),
            "summary": ("La situation en quelques lignes", "À l'hôtel.", "À l'hôtel."),
            "strengths": ("Atouts", "Ponctuelle.", "Ponctuelle."),
            "obstacles": ("Freins à lever", "Sans permis.", "Sans permis."),
        },
        ("projet", Candidature): {
            "reasons": ("Pourquoi partir", "Un jardin.", "Un jardin."),
            "ties": ("Attaches (famille, amis, déjà venu)", "Une cousine.", "Une cousine."),
            "obstacles": ("Ce qui pourrait retenir", "L'hiver.", "L'hiver."),
            "leisure": ("Ce que la famille aime faire", "La pêche.", "La pêche."),
            "ready_on": ("Départ possible à partir du", "2026-09-01", date(2026, 9, 1)),
        },
    },
}
PARTS = [(topic, *part) for topic, parts in ASKED.items() for part in parts]


def named(journey: Journey, prefix: str) -> str:
    """``sejour-1`` with the key of the first member."""
    with acting_as_system():
        keys = dict(
            zip((AWA, SAMI), journey.household.members.order_by("pk").values_list("pk", flat=True), strict=True)
        )
    what, dash, who = prefix.partition("-")
    return f"{what}{dash}{keys.get(who, '')}"


@pytest.mark.parametrize(("topic", "prefix", "model"), PARTS, ids=[prefix for _, prefix, _ in PARTS])
def test_every_question_is_asked_answered_and_kept(journey, world, sign_in, topic, prefix, model):
    url, questions, prefix_here = (
        f"/dossiers/{journey.reference}/candidature/{topic}/",
        ASKED[topic][prefix, model],
        named(journey, prefix),
    )
    prune = sign_in(world.prescriber)
    page = prune.get(url)
    section = next(each for each in page.context["page"].sections if each.prefix == prefix_here)
    assert [(name, section[name].label) for name in section.fields] == [
        (name, words) for name, (words, _, _) in questions.items()
    ]
    html = page.content.decode()
    assert [name for name in questions if f'name="{prefix_here}-{name}"' not in html] == []
    typed = {f"{prefix_here}-{name}": value for name, (_, value, _) in questions.items()}
    assert prune.post(url, form_of(page, "saisie") | typed | {"save": "1"}).status_code == 302
    with acting_as_system():
        row = model.objects.get(pk=section.instance.pk) if section.instance.pk else model.objects.get()
    assert {name: kept(row, name) for name in questions} == {name: value for name, (_, _, value) in questions.items()}


def kept(row, name: str):
    return row.commune_id if name == "commune" else getattr(row, name)


def test_every_column_of_a_list_is_kept(journey, world, sign_in):
    url = f"/dossiers/{journey.reference}/candidature/logement/"
    prune = sign_in(world.prescriber)
    page = prune.get(url)
    shown = form_of(page, "saisie")
    columns = {
        "demandes": ["number", "department", "filed_on", "renewed_on"],
        "ressources": ["member", "kind", "amount"],
    }
    columns["dettes"] = ["kind", "amount", "plan"]
    for prefix, names in columns.items():
        section = next(each for each in page.context["page"].sections if each.prefix == prefix)
        assert [column.name for column in section.columns] == names
        assert [name for name in names if f"{prefix}-0-{name}" not in shown] == []
    typed = {
        "demandes-0-number": "075123",
        "demandes-0-department": "75",
        "demandes-0-filed_on": "2025-01-05",
        "demandes-0-renewed_on": "2026-01-03",
        "ressources-1-member": named(journey, "x-2").removeprefix("x-"),
        "ressources-1-kind": "other",
        "ressources-1-amount": "12,10",
        "dettes-0-kind": "rent",
        "dettes-0-amount": "1350",
        "dettes-0-plan": "50 € par mois",
    }
    assert prune.post(url, shown | typed | {"save": "1"}).status_code == 302
    with acting_as_system():
        request = SocialHousingRequest.objects.values("number", "department", "filed_on", "renewed_on").get()
        debts = list(journey.household.debts.values_list("kind", "amount", "plan"))
        incomes = list(
            journey.household.members.order_by("pk").values_list("first_name", "incomes__kind", "incomes__amount")
        )
    assert list(request.values()) == ["075123", "75", date(2025, 1, 5), date(2026, 1, 3)]
    assert debts == [("rent", Decimal(1350), "50 € par mois")]
    assert incomes == [("Awa", "rsa", Decimal(890)), ("Sami", "other", Decimal("12.10"))]


# --- the other forms ----------------------------------------------------------------------------------------------

MEMBER = [
    *("token", "link", "civility", "last_name", "first_name", "birth_date", "sex", "nationality", "languages"),
    "phone",
]
FORMS = {
    "/dossiers/{}/membres/ajouter/": ("prescriber", [*MEMBER, "stamp"], ["visiting"]),
    "/dossiers/{}/documents/": ("prescriber", ["token", "kind", "title", "expires_on", "audience"], ["file"]),
    "/dossiers/nouveau/": (
        "referent",
        [
            *("token", "programme", "prescriber", "civility", "last_name", "first_name", "birth_date", "phone"),
        ],
        [],
    ),
}


@pytest.mark.parametrize("url", FORMS)
def test_what_each_form_asks_in_its_order(journey, world, sign_in, url):
    who, asked, beside = FORMS[url]
    page = sign_in(getattr(world, who)).get(url.format(journey.reference))
    names = [name for name in form_of(page) if name != "csrfmiddlewaretoken"]
    assert names == asked
    assert [name for name in beside if f'name="{name}"' not in page.content.decode()] == []
