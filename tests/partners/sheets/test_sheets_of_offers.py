"""The sheets of a post and of a dwelling, line by line; and who is offered to add or to change anything."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.partners.conftest import update
from tests.partners.reading import facts, words
from tests.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestPost:
    def test_all_that_is_known_of_it(self, world, sheet, arrange):
        fields = {"weekly_hours": Decimal("28.5"), "monthly_wage": Decimal("1850.50"), "shifts": ["night", "weekend"]}
        fields |= {"licence_required": True, "french_level": "b1", "experience": "required", "places": 3}
        fields |= {"commune": world.commune, "starts_on": date(2026, 12, 1), "last_news_on": date(2026, 3, 1)}
        update(arrange, world.vacancy, **fields)
        assert facts(sheet(world.vacancy)) == {
            "Métier (ROME)": "H2206 – Réalisation de menuiserie bois et tonnellerie",
            "Contrat": "CDI", "Durée hebdomadaire": "28,5 heures", "Horaires": "Nuit, Week-end",
            "Salaire brut mensuel": "1 850,50 €", "Nombre de postes": "3", "Permis B": "exigé",
            "Français minimum": "B1", "Expérience": "Expérience exigée", "Commune": "Aurillac (15000)",
            "Prise de poste": "1er déc. 2026", "Dernières nouvelles": "1er mars 2026",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("closed_on", "closed"), [(None, False), (TOMORROW, False), (TODAY, True), (YESTERDAY, True)]
    )
    def test_it_is_closed_from_the_very_day(self, world, sheet, arrange, closed_on, closed):
        update(arrange, world.vacancy, closed_on=closed_on)
        assert (", Cantal. Clos le" in words(sheet(world.vacancy))) is closed

    @pytest.mark.parametrize(("closed_on", "link"), [(None, "Clore le poste"), (TOMORROW, "Changer la date")])
    def test_who_may_change_it_may_close_it(self, world, sheet, arrange, closed_on, link):
        update(arrange, world.vacancy, closed_on=closed_on)
        assert f">{link}</a>" in words(sheet(world.vacancy, "head"))
        assert f">{link}</a>" not in words(sheet(world.vacancy, "other_head"))


class TestDwelling:
    def test_all_that_is_known_of_it(self, world, sheet, arrange, flat_to_rent):
        update(arrange, flat_to_rent, floor=1, lift=True, accessible=True, charges=60, deposit="820.50", heating="wood")
        assert facts(sheet(flat_to_rent)) == {
            "Taille légale pour": "2 à 7 personnes", "Surface": "62 m²", "Étage": "1er étage, avec ascenseur",
            "Accessible en fauteuil": "oui", "Territoire": "Cantal", "Loyer hors charges": "410 €", "Charges": "60 €",
            "Dépôt de garantie": "820,50 €", "Chauffage": "Bois, granulés",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({}, "Libre."),
            ({"available_from": TODAY}, "Libre."),
            ({"withdrawn_on": TOMORROW}, "Libre."),
            ({"available_from": TOMORROW}, "Libre le "),
            ({"withdrawn_on": TODAY}, "Retiré le "),
            ({"withdrawn_on": YESTERDAY}, "Retiré le "),
        ],
    )
    def test_whether_it_is_free(self, world, sheet, arrange, flat_to_rent, fields, said):
        update(arrange, flat_to_rent, **fields)
        assert f", Aurillac. {said}" in words(sheet(flat_to_rent))

    @pytest.mark.parametrize(("withdrawn_on", "link"), [(None, "Retirer"), (TOMORROW, "Changer la date")])
    def test_who_may_change_it_may_withdraw_it(self, world, sheet, arrange, flat_to_rent, withdrawn_on, link):
        update(arrange, flat_to_rent, withdrawn_on=withdrawn_on)
        assert f">{link}</a>" in words(sheet(flat_to_rent, "head"))
        assert f">{link}</a>" not in words(sheet(flat_to_rent, "other_head"))


@pytest.mark.parametrize(
    ("list_name", "add", "adders"),
    [
        ("organisations", "organisation_add", ["head", "other_head", "manager"]),
        ("vacancies", "vacancy_add", ["head", "other_head", "manager", "partner"]),
        ("dwellings", "dwelling_add", ["head", "other_head", "manager"]),
        ("relay_flats", "relay_flat_add", ["head", "other_head", "manager"]),
    ],
)
def test_a_list_offers_to_add_to_who_may(world, sign_in, list_name, add, adders):
    roles = ["prescriber", "referent", "head", "other_head", "caseworker", "manager", "dpo", "partner"]
    pages = {role: sign_in(getattr(world, role)).get(reverse(f"partners:{list_name}"), follow=True) for role in roles}
    assert [role for role, page in pages.items() if f'href="{reverse(f"partners:{add}")}"' in words(page)] == adders


def test_relay_flats_are_changed_by_their_territory(world, sign_in):
    """A head of service changes their own, reads the others."""
    text = words(sign_in(world.head).get(reverse("partners:relay_flats")))
    assert reverse("partners:relay_flat_edit", args=[world.flat.pk]) in text
    assert reverse("partners:relay_flat_close", args=[world.flat.pk]) in text
    assert reverse("partners:relay_flat_edit", args=[world.other_flat.pk]) not in text
