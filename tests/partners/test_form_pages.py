"""Around each form of the directory: its words, what it asks for, where one comes from and goes back to."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from partners.models import Contact
from tests.partners.conftest import shown, update
from tests.partners.reading import asked, words
from tests.world import TODAY

ASKED = {
    "organisation_add": "name short_name kind siret territory origin_area address commune phone email "
    "effort_rate_limit note",
    "contact_add": "first_name last_name job_title phone email",
    "vacancy_add": "employer territory title trade contract weekly_hours monthly_wage shifts french_level experience "
    "licence_required commune starts_on places last_news_on",
    "dwelling_add": "landlord territory address commune kind surface floor lift accessible rent charges deposit "
    "heating available_from",
    "relay_flat_add": "name territory landlord address capacity opened_on",
    "membership_add": "role organisation territory origin_area valid_from valid_to",
    "organisation_close": "closed_on",
    "contact_leave": "left_on",
    "vacancy_close": "closed_on",
    "dwelling_withdraw": "withdrawn_on",
    "relay_flat_close": "closed_on",
    "membership_end": "valid_to",
}
PARTNERS, POSTS = ("Partenaires", "/partenaires/"), ("Postes à pourvoir", "/partenaires/postes/")
DWELLINGS, FLATS = (
    ("Logements", "/partenaires/logements/"),
    ("Appartements relais", "/partenaires/appartements-relais/"),
)
ACCOUNTS = ("Comptes", "/comptes/")
DELMAS, CAROLINE = ("Menuiserie Delmas", "employer"), ("Caroline Caseworker", "person")
POST = ("Menuisier d'agencement – Menuiserie Delmas", "vacancy")
WORDS = {
    "organisation_add": ("Ajouter un partenaire", "", "Enregistrer", [PARTNERS]),
    "organisation_edit": ("Modifier la fiche", "", "Enregistrer", [PARTNERS, DELMAS]),
    "organisation_close": (
        "Fin du partenariat",
        "L'organisation ne sera plus proposée dans les listes ; ce qui la cite reste lisible.",
        "Enregistrer", [PARTNERS, DELMAS],
    ),
    "contact_add": ("Ajouter quelqu'un à appeler", "", "Enregistrer", [PARTNERS, DELMAS]),
    "contact_edit": ("Modifier un contact", "", "Enregistrer", [PARTNERS, DELMAS]),
    "contact_leave": (
        "Cette personne est partie", "Elle ne sera plus proposée ; ce qu'elle a suivi garde son nom.",
        "Enregistrer son départ", [PARTNERS, DELMAS],
    ),
    "vacancy_add": ("Ajouter un poste à pourvoir", "", "Enregistrer", [POSTS]),
    "vacancy_edit": ("Modifier le poste", "", "Enregistrer", [POSTS, POST]),
    "vacancy_close": (
        "Clore le poste",
        "Il est pourvu, ou l'employeur y renonce : il ne sera plus proposé à partir de ce jour.",
        "Clore le poste", [POSTS, POST],
    ),
    "dwelling_add": ("Ajouter un logement", "", "Enregistrer", [DWELLINGS]),
    "dwelling_edit": ("Modifier le logement", "", "Enregistrer", [DWELLINGS, ("T3 – 3 rue Haute", "dwelling")]),
    "dwelling_withdraw": (
        "Retirer le logement",
        "Il est loué ailleurs, ou le bailleur le reprend : il ne sera plus proposé à partir de ce jour.",
        "Retirer le logement", [DWELLINGS, ("T3 – 3 rue Haute", "dwelling")],
    ),
    "relay_flat_add": ("Ajouter un appartement relais", "", "Enregistrer", [FLATS]),
    "relay_flat_edit": ("Modifier l'appartement relais", "", "Enregistrer", [FLATS]),
    "relay_flat_close": (
        "Fermer l'appartement relais",
        "Plus aucun séjour n'y sera proposé à partir de ce jour ; les séjours passés restent lisibles.",
        "Fermer l'appartement", [FLATS],
    ),
    "membership_add": (
        "Ajouter un rattachement", "Ce qu'une personne voit et fait vient de ses rattachements, et de rien d'autre.",
        "Enregistrer", [ACCOUNTS, CAROLINE],
    ),
    "membership_end": (
        "Terminer un rattachement", "La date indiquée est le dernier jour de ce rôle. Rien ne s'efface.",
        "Enregistrer la fin", [ACCOUNTS, CAROLINE],
    ),
}  # fmt: skip
ENDS = [
    "organisation_close",
    "contact_leave",
    "vacancy_close",
    "dwelling_withdraw",
    "relay_flat_close",
    "membership_end",
]


@pytest.fixture
def addresses(world, arrange) -> dict[str, str]:
    """Of the sheets that the pages lead back to, and of the rows that they change."""

    def make():
        flat = world.dwelling()
        type(flat).objects.filter(pk=flat.pk).update(address="3 rue Haute")
        contact = Contact.objects.create(organisation=world.employer, last_name="Delmas")
        return flat, contact, world.caseworker.memberships.get()

    flat, contact, membership = arrange(make)
    rows = {"organisation": world.employer, "contact": contact, "vacancy": world.vacancy, "dwelling": flat}
    rows |= {"relay_flat": world.flat, "membership": membership}
    rows |= {"contact_add": world.employer, "membership_add": world.caseworker}

    def address(name: str) -> str:
        row = rows.get(name) or (None if name.endswith("_add") else rows[name.rpartition("_")[0]])
        return reverse(f"partners:{name}", args=[row.pk] if row else [])

    return {name: address(name) for name in WORDS} | {
        "employer": f"/partenaires/{world.employer.pk}/",
        "vacancy": f"/partenaires/postes/{world.vacancy.pk}/",
        "dwelling": f"/partenaires/logements/{flat.pk}/",
        "person": f"/comptes/{world.caseworker.pk}/",
    }


@pytest.mark.parametrize("name", list(WORDS))
def test_it_says_what_it_does_and_where_it_belongs(world, sign_in, addresses, name):
    heading, lead, button, trail = WORDS[name]
    page = sign_in(world.manager).get(addresses[name])
    text = words(page)
    assert re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip() == heading
    assert re.findall(r'<p class="lead">(.*?)</p>', text) == ([lead] if lead else [])
    path = [(label, addresses.get(url, url)) for label, url in trail]
    crumbs = text.partition("Fil d'Ariane")[2].partition("</nav>")[0]
    assert [(label, url) for url, label in re.findall(r'<a href="([^"]+)">([^<]+)</a>', crumbs)] == path
    look, said = re.findall(r'<button class="btn (btn-danger|btn-primary)">([^<]+)</button>', text)[-1]
    assert (look, said) == ("btn-danger" if name in ENDS else "btn-primary", button)
    assert f'<a class="btn btn-link" href="{path[-1][1]}">Annuler</a>' in text


@pytest.mark.parametrize("name", list(ASKED))
def test_everything_is_asked_for_in_this_order(world, sign_in, addresses, name):
    page = sign_in(world.manager).get(addresses[name])
    assert asked(page) == ASKED[name].split()
    assert {"token", "stamp"} <= set(re.findall(r'type="hidden" name="([^"]+)"', words(page)))


def test_a_partner_is_asked_the_same_but_for_the_news(world, sign_in, addresses):
    assert asked(sign_in(world.partner).get(addresses["vacancy_add"])) == ASKED["vacancy_add"].split()[:-1]


def test_a_remark_has_three_lines(world, sign_in, addresses):
    page = words(sign_in(world.manager).get(addresses["organisation_add"]))
    assert re.findall(r'<textarea[^>]* rows="(\d+)"', page) == ["3"]


@pytest.mark.parametrize(
    ("name", "legends"),
    [
        ("organisation_add", ["Coordonnées"]),
        ("vacancy_add", ["Horaires", "Ce que demande le poste", "Où et quand"]),
        ("dwelling_add", ["Ce que cela coûte"]),
    ],
)
def test_what_goes_together_stands_together(world, sign_in, addresses, name, legends):
    page = words(sign_in(world.manager).get(addresses[name]))
    assert [legend.strip() for legend in re.findall(r"<legend[^>]*>\s*([^<]+)<", page)] == legends


@pytest.mark.parametrize(
    ("name", "helps"),
    [
        (
            "organisation_add",
            ["Quatorze chiffres.", "Pour un bailleur ; sans valeur, le seuil du référentiel s'applique."],
        ),
        ("dwelling_add", ["0 pour le rez-de-chaussée."]),
        (
            "membership_add",
            [
                "Pour un·e chef·fe de service, un·e chargé·e d'accompagnement.",
                "Pour un·e référent·e.",
                "Dernier jour compris ; vide s'il n'y a pas de fin prévue.",
            ],
        ),
    ],
)
def test_what_is_not_obvious_is_explained(world, sign_in, addresses, name, helps):
    page = words(sign_in(world.manager).get(addresses[name]))
    assert [said.strip() for said in re.findall(r'class="field-hint">([^<]+)<', page)] == helps


class TestEnd:
    """Ended, the same page opens again what was closed."""

    @pytest.mark.parametrize(("name", "field"), [(name, ASKED[name]) for name in ENDS])
    def test_today_is_filled_in(self, world, sign_in, addresses, name, field):
        page = sign_in(world.manager).get(addresses[name])
        assert page.context["form"][field].value() == TODAY
        assert "Rien ne s'efface : la fiche reste lisible." in words(page)

    def test_the_day_already_written_stays(self, world, sign_in, addresses, arrange):
        day = TODAY - timedelta(days=40)
        update(arrange, world.employer, closed_on=day)
        page = sign_in(world.manager).get(addresses["organisation_close"])
        assert page.context["form"]["closed_on"].value() == day
        assert "Vide : c'est de nouveau ouvert." in words(page)
        assert "Rien ne s'efface" not in words(page)


def test_a_refused_page_still_names_the_row_as_it_is(world, sign_in, addresses):
    """What was typed is not yet true: the way back says the name that is stored."""
    browser, page = sign_in(world.manager), addresses["organisation_edit"]
    answer = browser.post(page, shown(browser.get(page)) | {"name": "Menuiserie Vidal", "kind": ""})
    assert answer.status_code == 422
    crumbs = words(answer).partition("Fil d'Ariane")[2].partition("</nav>")[0]
    assert "Menuiserie Delmas" in crumbs
    assert "Menuiserie Vidal" not in crumbs
