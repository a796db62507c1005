"""The sheet of an organisation, line by line: to the staff, to the partner itself, to who may change it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from partners.models import Contact, Dwelling, Membership, RelayFlat, Vacancy
from tests.partners.conftest import update
from tests.partners.reading import facts, names, words
from tests.world import LONG_AGO, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestPeopleToCall:
    @pytest.fixture(autouse=True)
    def contacts(self, world, arrange):
        def make():
            for last_name, left_on in (
                ("Bru", TODAY - timedelta(days=9)),
                ("Zola", None),
                ("Cros", YESTERDAY),
                ("Amar", None),
            ):
                Contact.objects.create(
                    organisation=world.employer, last_name=last_name, phone=f"tel-{last_name}", left_on=left_on
                )
            Contact.objects.create(organisation=world.landlord, last_name="Ailleurs")

        arrange(make)

    def test_those_one_can_still_call_come_first_by_name_then_the_last_to_leave(self, world, sheet):
        page = sheet(world.employer, "referent")
        people = [name for name in names(page, "person-name") if name != "Patrice Partner"]
        assert people == ["Amar", "Zola", "Cros", "Bru"]
        assert re.findall(r'href="tel:([^"]+)"', words(page)) == ["tel-Amar", "tel-Zola"]

    def test_of_the_same_name_the_first_noted_comes_first(self, world, sheet, arrange):
        arrange(lambda: [Contact.objects.create(
            organisation=world.structure, first_name=name, last_name="Bel") for name in ("Zoé", "Ali")])  # fmt: skip
        people = names(sheet(world.structure), "person-name")
        assert [name for name in people if "Bel" in name] == ["Zoé Bel", "Ali Bel"]

    def test_the_partner_reads_only_who_is_still_there(self, world, sheet):
        assert names(sheet(world.employer, "partner"), "person-name") == ["Amar", "Zola"]

    @pytest.mark.parametrize(
        ("role", "there"), [("head", True), ("manager", True), ("other_head", False), ("partner", False)]
    )
    def test_who_may_change_them(self, world, sheet, role, there):
        text = words(sheet(world.employer, role))
        for link in ("/partenaires/contacts/", reverse("partners:contact_add", args=[world.employer.pk])):
            assert (link in text) is there


class TestAccounts:
    def test_those_attached_today_by_name(self, world, sheet, arrange):
        def make():
            world.employer.memberships.all().update(valid_to=TODAY)
            for first_name, last_name, dates in (
                ("Zoé", "Abel", {}),
                ("Yves", "Parti", {"valid_to": YESTERDAY}),
                ("Xavier", "Futur", {"valid_from": TOMORROW}),
                ("Aline", "Neuf", {}),
                ("Will", "Neuf", {"valid_from": TODAY}),
            ):
                person = world.person(first_name, "partner", world.employer)
                type(person).objects.filter(pk=person.pk).update(last_name=last_name)
                Membership.objects.filter(user=person).update(**dates)

        arrange(make)
        assert names(sheet(world.employer), "person-name") == ["Zoé Abel", "Aline Neuf", "Will Neuf", "Patrice Partner"]

    def test_the_partner_does_not_read_them(self, world, sheet):
        assert names(sheet(world.employer, "partner"), "person-name") == []


class TestPostsOfAnEmployer:
    def test_open_ones_the_latest_news_first(self, world, sheet, arrange):
        def make():
            for title, news, closed in (
                ("Ancien", 5, None),
                ("Récent", 1, TOMORROW),
                ("Clos", 1, TODAY),
                ("Ancien aussi", 5, None),
            ):
                post = world.make_vacancy(world.employer, world.cantal)
                day = TODAY - timedelta(days=news)
                Vacancy.objects.filter(pk=post.pk).update(title=title, last_news_on=day, closed_on=closed)
            world.make_vacancy(world.landlord, world.cantal)

        arrange(make)
        posts = ["Menuisier d'agencement", "Récent", "Ancien", "Ancien aussi"]
        assert names(sheet(world.employer), "todo-what") == posts

    def test_twenty_five_at_most(self, world, sheet, arrange):
        arrange(lambda: [world.make_vacancy(world.employer, world.cantal) for _ in range(25)])
        assert len(names(sheet(world.employer), "todo-what")) == 25

    @pytest.mark.parametrize(
        ("kind", "there"),
        [
            ("employer", True), ("work", True), ("health", True), ("school", True), ("leisure", True),
            ("local_authority", True), ("prescriber", False), ("operator", False), ("landlord", False),
            ("funder", False), ("state", False),
        ],
    )  # fmt: skip
    def test_a_post_is_added_to_who_may_hire(self, world, sheet, arrange, kind, there):
        update(arrange, world.employer, kind=kind)
        assert (f"/postes/ajouter/?organisation={world.employer.pk}" in words(sheet(world.employer, "head"))) is there

    @pytest.mark.parametrize(
        ("role", "there"), [("head", True), ("other_head", True), ("manager", True), ("partner", True),
                            ("caseworker", False), ("prescriber", False), ("referent", False), ("dpo", False)]
    )  # fmt: skip
    def test_by_who_may_add_one(self, world, sheet, role, there):
        assert ("/postes/ajouter/" in words(sheet(world.employer, role))) is there


class TestWhatALandlordLets:
    def test_dwellings_not_withdrawn_the_first_free_first(self, world, sheet, arrange):
        def make():
            for address, free, withdrawn in (
                ("1 rue Tard", TOMORROW, None),
                ("2 rue Tôt", LONG_AGO, TOMORROW),
                ("3 rue Finie", LONG_AGO, TODAY),
                ("4 rue Tôt", LONG_AGO, None),
            ):
                flat = Dwelling.objects.filter(pk=world.dwelling().pk)
                flat.update(address=address, available_from=free, withdrawn_on=withdrawn)

        arrange(make)
        assert names(sheet(world.landlord), "todo-what") == ["2 rue Tôt", "4 rue Tôt", "1 rue Tard"]

    def test_twenty_five_at_most(self, world, sheet, arrange):
        arrange(lambda: [world.dwelling() for _ in range(26)])
        assert len(names(sheet(world.landlord), "todo-what")) == 25

    def test_its_relay_flats_with_their_end(self, world, sheet, arrange):
        update(arrange, world.flat, landlord=world.landlord, closed_on=date(2026, 3, 1))
        text = words(sheet(world.landlord))
        assert re.findall(r'class="todo-what">(Relais [^<]+)<', text) == ["Relais Jordanne"]
        assert "<span>6 couchages</span><span>fermé le 1er mars 2026</span>" in text

    def test_a_landlord_s_own_account_does_not_read_relay_flats(self, world, sheet, arrange):
        world.letter = arrange(lambda: world.person("Lise", "partner", world.landlord))
        arrange(lambda: RelayFlat.objects.update(landlord=world.landlord))
        assert "Relais Jordanne" not in words(sheet(world.landlord, "letter"))


class TestOrganisation:
    @pytest.mark.parametrize(
        ("closed_on", "said", "link"),
        [
            (None, "Employeur, Cantal.", "Fin du partenariat"),
            (YESTERDAY, "Employeur, Cantal. Partenariat terminé le", "Changer la fin"),
            (TODAY, "Employeur, Cantal. Partenariat qui se termine le", "Changer la fin"),
        ],
    )
    def test_where_the_partnership_stands(self, world, sheet, arrange, closed_on, said, link):
        update(arrange, world.employer, closed_on=closed_on)
        text = words(sheet(world.employer, "head"))
        assert said in text
        assert f">{link}</a>" in text

    def test_where_people_come_from(self, world, sheet):
        assert "Structure prescriptrice, Île-de-France." in words(sheet(world.structure))

    def test_its_particulars(self, world, sheet, arrange):
        known = {"address": "3 rue des Carmes", "phone": "04 71 00 00 00", "email": "delmas@exemple.fr"}
        update(
            arrange, world.employer, **known, commune=world.commune, siret="12345678901234", effort_rate_limit="33.5"
        )
        said = facts(sheet(world.employer))
        assert said == {
            "Adresse": "3 rue des Carmes Aurillac (15000)",
            "Téléphone": "04 71 00 00 00",
            "Courriel": "delmas@exemple.fr",
            "SIRET": "12345678901234",
            "Taux d'effort accepté": "33,5 %",
        }

    def test_what_is_not_known_is_said(self, world, sheet):
        unknown = {"Adresse": "non renseigné", "Téléphone": "non renseigné", "Courriel": "non renseigné"}
        assert facts(sheet(world.employer)) == unknown

    @pytest.mark.parametrize("role", ["caseworker", "other_head", "dpo", "partner"])
    def test_nothing_to_change_for_others(self, world, sheet, role):
        text = words(sheet(world.employer, role))
        assert reverse("partners:organisation_edit", args=[world.employer.pk]) not in text
        assert "Fin du partenariat" not in text

    def test_staff_who_are_also_a_partner_keep_the_whole_directory(self, world, sign_in, arrange):
        arrange(lambda: Membership.objects.create(
            user=world.caseworker, organisation=world.employer, role="partner", valid_from=LONG_AGO
        ))  # fmt: skip
        page = sign_in(world.caseworker).get("/partenaires/")
        assert [row.name for row in page.context["list"].page.rows][:2] == ["Aurore", "Charonne"]

    def test_somebody_of_two_partners_has_a_directory_of_two(self, world, sign_in, arrange):
        arrange(lambda: Membership.objects.create(
            user=world.partner, organisation=world.landlord, role="partner", valid_from=LONG_AGO
        ))  # fmt: skip
        page = sign_in(world.partner).get("/partenaires/")
        assert [row.name for row in page.context["list"].page.rows] == ["Menuiserie Delmas", "Polygone"]
        assert "/partenaires/ajouter/" not in words(page)
        assert "/partenaires/appartements-relais/" not in words(page)
