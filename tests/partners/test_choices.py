"""What the forms of the directory offer to choose from, and what they fill in already."""

from datetime import timedelta

import pytest
from django.urls import reverse

from emile.reference.models import OriginArea, Territory
from partners.models import Membership, Organisation, Vacancy
from tests.partners.conftest import sent, update
from tests.world import LONG_AGO, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
KINDS = [
    "employer", "work", "health", "school", "leisure", "local_authority", "landlord", "prescriber", "operator",
    "funder", "state",
]  # fmt: skip


@pytest.fixture
def form(world, sign_in):
    def opened(who: str, name: str, *args, **asked):
        return sign_in(getattr(world, who)).get(reverse(f"partners:{name}", args=args), asked).context["form"]

    return opened


def offered(form, field: str) -> list[str]:
    return [str(label) for _, label in form.fields[field].choices]


@pytest.fixture
def one_of_each_kind(world, arrange) -> None:
    arrange(lambda: [world.organisation(f"Z {kind}", kind=kind) for kind in reversed(KINDS)])


@pytest.fixture
def territories_of_many_days(arrange) -> None:
    """Opened or closed about today; the world's two stay as they are."""

    def make():
        for code, valid_from, valid_to in (
            ("ain", LONG_AGO, YESTERDAY),
            ("allier", LONG_AGO, TODAY),
            ("cher", TODAY, None),
            ("indre", TOMORROW, None),
        ):
            Territory.objects.filter(code=code).update(valid_from=valid_from, valid_to=valid_to)
        kept = ("ain", "allier", "cher", "indre", "cantal", "lozere")
        Territory.objects.exclude(code__in=kept).update(valid_to=YESTERDAY)

    arrange(make)


class TestOrganisations:
    @pytest.mark.usefixtures("one_of_each_kind")
    @pytest.mark.parametrize(
        ("name", "field", "first", "own", "others"),
        [
            (
                "vacancy_add", "employer", "Choisir…", ["Menuiserie Delmas"],
                ["Z employer", "Z health", "Z leisure", "Z local_authority", "Z school", "Z work"],
            ),
            ("dwelling_add", "landlord", "Choisir…", ["Polygone"], ["Z landlord", "Z local_authority"]),
            ("relay_flat_add", "landlord", "Sans précision", ["Polygone"], ["Z landlord", "Z local_authority"]),
        ],
    )  # fmt: skip
    def test_those_who_hire_and_those_who_let_by_name(self, form, name, field, first, own, others):
        assert offered(form("head", name), field) == [first, *own, *others]

    @pytest.mark.usefixtures("one_of_each_kind")
    def test_an_account_may_be_attached_to_any_kind(self, world, form):
        found = offered(form("manager", "membership_add", world.caseworker.pk), "organisation")
        assert [name for name in found if name.startswith("Z")] == sorted(f"Z {kind}" for kind in KINDS)

    @pytest.mark.parametrize(("who", "name", "field"), [("head", "vacancy_add", "employer"),
                                                        ("manager", "membership_add", "organisation")])  # fmt: skip
    def test_on_its_last_day_a_partner_is_still_offered(self, world, form, arrange, who, name, field):
        def make():
            for day, closed_on in (("hier", YESTERDAY), ("aujourd'hui", TODAY), ("demain", TOMORROW)):
                world.organisation(f"Fini {day}", kind="employer", closed_on=closed_on)

        arrange(make)
        found = offered(form(who, name, *([world.caseworker.pk] if who == "manager" else [])), field)
        assert [label for label in found if label.startswith("Fini")] == ["Fini aujourd'hui", "Fini demain"]

    def test_the_one_already_written_stays_though_it_is_over(self, world, form, arrange):
        update(arrange, world.employer, closed_on=YESTERDAY)
        arrange(lambda: world.organisation("Scierie Vidal", kind="employer"))
        assert offered(form("head", "vacancy_add"), "employer") == ["Choisir…", "Scierie Vidal"]
        edited = form("head", "vacancy_edit", world.vacancy.pk)
        assert offered(edited, "employer") == ["Choisir…", "Menuiserie Delmas", "Scierie Vidal"]

    def test_a_choice_that_is_over_is_refused(self, world, sign_in, arrange):
        over = arrange(lambda: world.organisation("Scierie Vidal", kind="employer", closed_on=YESTERDAY))
        answer = sign_in(world.head).post(reverse("partners:vacancy_add"), sent(employer=over.pk))
        assert answer.context["form"].errors["employer"] == ["Choisissez dans la liste."]


@pytest.mark.usefixtures("territories_of_many_days")
class TestTerritories:
    """A manager writes everywhere, a head of service at home: where a territory is open today."""

    NAMES = ["organisation_add", "vacancy_add", "dwelling_add", "relay_flat_add"]
    OPEN = ["Allier", "Cantal", "Cher", "Lozère"]

    @pytest.mark.parametrize("name", NAMES)
    def test_a_manager_chooses_among_those_open_today(self, form, name):
        chosen = form("manager", name)
        empty = "Sans précision" if name == "organisation_add" else "Choisir…"
        assert offered(chosen, "territory") == [empty, *self.OPEN]
        assert chosen["territory"].value() is None

    @pytest.mark.parametrize("name", NAMES)
    def test_a_head_of_service_has_its_own_filled_in(self, world, form, name):
        chosen = form("head", name)
        assert offered(chosen, "territory") == ["Choisir…", "Cantal"]
        assert chosen["territory"].value() == world.cantal.pk

    def test_with_two_of_their_own_they_choose(self, world, form, arrange):
        def make():
            for code in ("allier", "ain"):
                Membership.objects.create(
                    user=world.head, organisation=world.operator, role="service_head", valid_from=LONG_AGO,
                    territory=Territory.objects.get(code=code),
                )  # fmt: skip

        arrange(make)
        chosen = form("head", "dwelling_add")
        assert offered(chosen, "territory") == ["Choisir…", "Allier", "Cantal"]
        assert chosen["territory"].value() is None

    def test_a_row_already_written_keeps_its_own(self, world, form):
        assert form("head", "relay_flat_edit", world.flat.pk)["territory"].value() == world.cantal.pk
        assert form("manager", "relay_flat_edit", world.other_flat.pk)["territory"].value() == world.lozere.pk

    def test_a_head_of_service_chooses_one(self, world, sign_in):
        data = {"name": "Boulangerie Roques", "kind": "employer"}
        refused = sign_in(world.head).post(reverse("partners:organisation_add"), sent(**data))
        assert refused.context["form"].errors == {"territory": ["Choisissez une réponse."]}
        assert sign_in(world.manager).post(reverse("partners:organisation_add"), sent(**data)).status_code == 302

    def test_a_role_is_held_in_one_open_today(self, world, form):
        chosen = form("manager", "membership_add", world.caseworker.pk)
        assert offered(chosen, "territory") == ["Sans précision", *self.OPEN]

    def test_a_partner_offers_a_post_wherever_the_programme_is(self, form):
        assert offered(form("partner", "vacancy_add"), "territory") == ["Choisir…", *self.OPEN]


class TestPostOfAPartner:
    @pytest.fixture(autouse=True)
    def two_partners(self, world, arrange):
        """Somebody of three organisations: one over since yesterday, one on its last day."""

        def make():
            for name, closed_on in (("Ancienne", YESTERDAY), ("Dernière", TODAY)):
                place = world.organisation(name, kind="employer", closed_on=closed_on, territory=world.lozere)
                Membership.objects.create(user=world.partner, organisation=place, role="partner", valid_from=LONG_AGO)
            world.organisation("Scierie Vidal", kind="employer")

        arrange(make)

    def test_its_own_organisations_and_no_other(self, form):
        assert offered(form("partner", "vacancy_add"), "employer") == ["Choisir…", "Dernière", "Menuiserie Delmas"]

    def test_the_first_of_them_is_filled_in_unless_another_is_asked_for(self, world, form):
        chosen = form("partner", "vacancy_add")
        assert chosen["employer"].value() == world.employer.pk
        second = Organisation.objects.get(name="Dernière")
        asked = form("partner", "vacancy_add", organisation=second.pk)
        assert (asked["employer"].value(), asked["territory"].value()) == (second.pk, world.lozere.pk)

    def test_the_news_is_this_very_form(self, form):
        chosen = form("partner", "vacancy_add")
        assert "last_news_on" not in chosen.fields
        assert form("head", "vacancy_add")["last_news_on"].value() == TODAY
        assert form("manager", "vacancy_add")["last_news_on"].value() == TODAY

    def test_a_partner_who_also_leads_a_service_writes_as_such(self, world, form, arrange):
        arrange(lambda: Membership.objects.create(
            user=world.head, organisation=world.employer, role="partner", valid_from=LONG_AGO
        ))  # fmt: skip
        chosen = form("head", "vacancy_add")
        assert offered(chosen, "employer") == ["Choisir…", "Dernière", "Menuiserie Delmas", "Scierie Vidal"]
        assert "last_news_on" in chosen.fields

    def test_a_post_already_written_keeps_its_day_of_news(self, world, form, arrange):
        arrange(lambda: Vacancy.objects.update(last_news_on=YESTERDAY))
        assert form("head", "vacancy_edit", world.vacancy.pk)["last_news_on"].value() == YESTERDAY


class TestTerritoryOfAPartner:
    @pytest.mark.parametrize("where", ["cantal", "lozere"])
    def test_its_organisation_s_own_is_filled_in(self, world, form, arrange, where):
        update(arrange, world.employer, territory=getattr(world, where))
        assert form("partner", "vacancy_add")["territory"].value() == getattr(world, where).pk

    def test_none_when_it_has_none(self, world, form, arrange):
        update(arrange, world.employer, territory=None)
        assert form("partner", "vacancy_add")["territory"].value() is None


class TestFromTheSheet:
    """« Ajouter » on an organisation's sheet brings its employer and its territory along."""

    def test_both_are_filled_in(self, world, form, arrange):
        other = arrange(lambda: world.organisation("Scierie Vidal", kind="employer", territory=world.lozere))
        chosen = form("manager", "vacancy_add", organisation=other.pk)
        assert (chosen["employer"].value(), chosen["territory"].value()) == (other.pk, world.lozere.pk)

    def test_one_out_of_sight_is_not(self, world, form, arrange):
        other = arrange(lambda: world.organisation("Scierie Vidal", kind="employer", territory=world.lozere))
        chosen = form("partner", "vacancy_add", organisation=other.pk)
        assert (chosen["employer"].value(), chosen["territory"].value()) == (world.employer.pk, world.cantal.pk)


class TestRoles:
    EVERY_ROLE_BUT_ONE = [
        "Choisir…", "Prescripteur·rice", "Référent·e", "Chef·fe de service", "Chargé·e d'accompagnement",
        "Gestionnaire", "Partenaire",
    ]  # fmt: skip

    def test_only_a_data_protection_officer_names_another(self, world, form):
        by_manager = offered(form("manager", "membership_add", world.caseworker.pk), "role")
        by_dpo = offered(form("dpo", "membership_add", world.caseworker.pk), "role")
        assert by_manager == self.EVERY_ROLE_BUT_ONE
        assert by_dpo == [*self.EVERY_ROLE_BUT_ONE, "Délégué·e à la protection des données"]

    def test_from_today_and_where_people_come_from_today(self, world, form, arrange):
        arrange(lambda: OriginArea.objects.filter(code="lyon").update(valid_from=LONG_AGO, valid_to=TODAY))
        arrange(lambda: OriginArea.objects.filter(code="premier-asile").update(valid_to=YESTERDAY))
        chosen = form("manager", "membership_add", world.caseworker.pk)
        assert chosen["valid_from"].value() == TODAY
        assert offered(chosen, "origin_area") == ["Sans précision", "Île-de-France", "Métropole de Lyon"]
