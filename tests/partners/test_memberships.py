"""A role is held from its first day to its last, both included: in rights, on the sheets, and in the form."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partners.models import Membership
from tests.partners import answers
from tests.partners.conftest import sent, shown
from tests.partners.reading import words
from tests.world import LONG_AGO, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
DAYS = [
    (LONG_AGO, None, True),
    (LONG_AGO, TOMORROW, True),
    (LONG_AGO, TODAY, True),
    (LONG_AGO, YESTERDAY, False),
    (TODAY, None, True),
    (TODAY, TODAY, True),
    (TOMORROW, None, False),
]


@pytest.fixture
def held(arrange):
    """The only role of somebody, from a day to a day."""

    def held_by(person, **dates) -> None:
        arrange(lambda: Membership.objects.filter(user=person).update(**dates))

    return held_by


class TestDays:
    @pytest.mark.parametrize(("valid_from", "valid_to", "holds"), DAYS)
    @pytest.mark.parametrize("who", ["caseworker", "partner", "manager"])
    def test_rights_hold_on_the_last_day_and_no_longer(self, world, sign_in, held, who, valid_from, valid_to, holds):
        person = getattr(world, who)
        held(person, valid_from=valid_from, valid_to=valid_to)
        page = sign_in(person).get("/partenaires/postes/")
        assert (page.status_code == 200) is holds
        if not holds:
            assert page["Location"].startswith("/connexion/")

    @pytest.mark.parametrize(("valid_from", "valid_to", "holds"), DAYS)
    def test_the_directory_counts_the_same_days(self, world, held, arrange, valid_from, valid_to, holds):
        held(world.caseworker, valid_from=valid_from, valid_to=valid_to)
        on_day = Membership.objects.filter(user=world.caseworker).valid_on(TODAY)
        assert arrange(on_day.exists) is holds

    def test_one_role_ends_and_the_other_goes_on(self, world, sign_in, arrange):
        """A head of service until yesterday, a caseworker since: they read, and change nothing more."""

        def make():
            Membership.objects.filter(user=world.head).update(valid_to=YESTERDAY)
            Membership.objects.create(
                user=world.head, organisation=world.operator, role="caseworker", territory=world.cantal,
                valid_from=TODAY,
            )  # fmt: skip

        sheet = reverse("partners:relay_flat_edit", args=[world.flat.pk])
        assert sign_in(world.head).get(sheet).status_code == 200
        arrange(make)
        assert sign_in(world.head).get(sheet).status_code == 403
        assert sign_in(world.head).get("/partenaires/").status_code == 200

    def test_on_somebody_s_sheet_what_still_holds_comes_first(self, world, sign_in, arrange):
        def make():
            for name, valid_from, valid_to in (
                ("Fini hier", LONG_AGO, YESTERDAY),
                ("Sans fin récent", TODAY, None),
                ("Fini demain", LONG_AGO, TOMORROW),
                ("Fini hier récent", YESTERDAY, YESTERDAY),
                ("Autre fini hier", YESTERDAY, YESTERDAY),
            ):
                place = world.organisation(name, kind="prescriber")
                Membership.objects.create(
                    user=world.caseworker, organisation=place, role="prescriber", valid_from=valid_from,
                    valid_to=valid_to,
                )  # fmt: skip

        arrange(make)
        page = words(sign_in(world.manager).get(reverse("accounts:person", args=[world.caseworker.pk])))
        order = ["Sans fin récent", "Aurore", "Fini demain", "Fini hier récent", "Autre fini hier", "Fini hier<"]
        places = [page.index(name) for name in order]
        assert places == sorted(places)


PLACES = {"operator", "structure", "landlord", "employer", "cantal", "paris"}
HEAD, REFERENT, MANAGER = "Chef·fe de service", "Référent·e", "Gestionnaire"
CASEWORKER, PARTNER, PRESCRIBER = "Chargé·e d'accompagnement", "Partenaire", "Prescripteur·rice"


class TestForm:
    @pytest.fixture
    def ask(self, world, sign_in):
        """The refusals of the form for the caseworker; none when the role was given."""

        def errors(**given) -> dict[str, list[str]]:
            url = reverse("partners:membership_add", args=[world.caseworker.pk])
            places = ("organisation", "territory", "origin_area")
            where = {name: getattr(world, given[name]).pk for name in places if given.get(name) in PLACES}
            answer = sign_in(world.manager).post(url, sent(**answers.membership(world, **given | where)))
            return answer.context["form"].errors if answer.status_code == 422 else {}

        return errors

    @pytest.mark.parametrize(
        ("role", "label", "field", "what"),
        [
            ("service_head", HEAD, "territory", "un territoire"),
            ("caseworker", CASEWORKER, "territory", "un territoire"),
            ("referent", REFERENT, "origin_area", "une zone d'origine"),
        ],
    )
    def test_where_a_role_is_held_must_be_said(self, ask, role, label, field, what):
        said = [f"Le rôle « {label} » s'exerce dans {what} : choisissez-le ici."]
        assert ask(role=role, organisation="operator") == {field: said}
        assert ask(role=role, organisation="operator", **{field: 999_999}) == {field: ["Choisissez dans la liste."]}
        assert ask(role=role, organisation="operator", **{field: "cantal" if field == "territory" else "paris"}) == {}

    @pytest.mark.parametrize(
        ("role", "label", "organisation", "takes"),
        [
            ("prescriber", PRESCRIBER, "structure", {}),
            ("partner", PARTNER, "employer", {}),
            ("manager", MANAGER, "operator", {}),
            ("referent", REFERENT, "operator", {"origin_area": "paris"}),
            ("service_head", HEAD, "operator", {"territory": "cantal"}),
            ("caseworker", CASEWORKER, "operator", {"territory": "cantal"}),
        ],
    )
    def test_and_only_where_it_is_held(self, ask, role, label, organisation, takes):
        for field, value, what in (
            ("territory", "cantal", "un territoire"),
            ("origin_area", "paris", "une zone d'origine"),
        ):
            if field not in takes:
                said = [f"Le rôle « {label} » ne s'attache pas à {what} : laissez vide."]
                assert ask(role=role, organisation=organisation, **takes, **{field: value}) == {field: said}
        assert ask(role=role, organisation=organisation, **takes) == {}

    @pytest.mark.parametrize("organisation", ["operator", "landlord", "employer"])
    def test_a_prescriber_belongs_to_a_prescribing_structure(self, ask, organisation):
        said = ["Un prescripteur appartient à une structure prescriptrice."]
        assert ask(role="prescriber", organisation=organisation) == {"organisation": said}

    def test_a_prescribing_structure_is_no_partner(self, ask):
        said = ["Une structure prescriptrice n'est pas un partenaire : choisissez son rôle."]
        assert ask(role="partner", organisation="structure") == {"organisation": said}
        assert ask(role="partner", organisation="landlord") == {}

    def test_it_ends_on_its_first_day_at_the_earliest(self, ask):
        order = {"valid_to": ["La fin du rattachement précède son début."]}
        assert ask(valid_from="2026-01-02", valid_to="2026-01-01") == order
        assert ask(valid_from="2026-01-02", valid_to="2026-01-02") == {}

    @pytest.mark.parametrize(
        ("field", "said"),
        [
            ("role", "Choisissez une réponse."),
            ("organisation", "Choisissez une réponse."),
            ("valid_from", "Indiquez une date."),
        ],
    )
    def test_what_is_missing_is_asked_for(self, ask, field, said):
        assert ask(**{field: ""}) == {field: [said]}

    def test_the_same_twice_stands_beside_the_role(self, ask):
        assert ask() == {}
        assert ask() == {"role": ["Ce rattachement existe déjà."]}
        assert ask(valid_from="2026-01-02") == {}

    def test_nobody_is_named_data_protection_officer_by_a_manager(self, ask):
        assert ask(role="dpo", organisation="operator") == {"role": ["Choisissez dans la liste."]}

    def test_a_role_ends_the_day_it_began_at_the_earliest(self, world, sign_in, arrange):
        own = arrange(world.caseworker.memberships.get)
        browser, page = sign_in(world.manager), reverse("partners:membership_end", args=[own.pk])
        refused = browser.post(page, shown(browser.get(page)) | {"valid_to": "2014-11-02"})
        assert refused.context["form"].errors == {"valid_to": ["C'est avant le début (03/11/2014)."]}
        assert browser.post(page, shown(browser.get(page)) | {"valid_to": "2014-11-03"}).status_code == 302


class TestWhoseRoles:
    """A data protection officer's roles are another one's business; nobody's are their own."""

    @pytest.mark.parametrize(
        ("who", "whose", "status"),
        [
            ("manager", "dpo", 403), ("manager", "caseworker", 200), ("manager", "manager", 403),
            ("dpo", "dpo", 403), ("dpo", "second_dpo", 200), ("dpo", "manager", 200),
        ],
    )  # fmt: skip
    def test_who_gives_and_ends_whose(self, world, sign_in, arrange, who, whose, status):
        world.second_dpo = arrange(lambda: world.person("Dora", "dpo", world.operator))
        person = getattr(world, whose)
        role = arrange(person.memberships.get)
        browser = sign_in(getattr(world, who))
        for page in (
            reverse("partners:membership_add", args=[person.pk]),
            reverse("partners:membership_end", args=[role.pk]),
        ):
            assert browser.get(page).status_code == status
