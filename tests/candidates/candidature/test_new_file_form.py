"""Who may open a file for which structure, from where, in which programme and territory; what is asked and deduced."""

from datetime import timedelta

import pytest

from candidates.candidature.forms.new_file import NewFileForm, Possible, possible_for
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import OriginArea, Programme
from partners.models import Organisation
from tests.world import TODAY

TOKEN = "0b2d7f4e-6b0c-4d0e-9f5b-3a1c2e4d5f60"
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def possible(user) -> Possible:
    with acting_as(user.pk):
        return possible_for(user, TODAY)


def in_words(found: Possible) -> dict[str, list[str]]:
    return {
        "structures": [row.name for row in found.structures],
        "areas": sorted(row.code for row in found.areas),
        "programmes": sorted(row.code for row in found.programmes),
        "territories": [row.code for row in found.territories],
    }


ALL_AREAS = ["ile-de-france", "lyon", "premier-asile"]
PARIS_ALONE = {"areas": ["ile-de-france"], "programmes": ["emile", "utue"], "territories": []}
WHAT = {
    "prescriber": {"structures": ["Samusocial"], **PARIS_ALONE},
    "referent": {"structures": ["Charonne", "Samusocial"], **PARIS_ALONE},
    "lyon_prescriber": {"structures": ["Le Mas"], "areas": ["lyon"], "programmes": ["emile"], "territories": []},
    "head": {
        "structures": ["Aurore"],
        "areas": ALL_AREAS,
        "programmes": ["reinstalles"],
        "territories": ["cantal"],
    },
    "other_head": {"structures": ["Aurore"], "areas": ALL_AREAS, "programmes": [], "territories": []},
}


@pytest.mark.parametrize("who", WHAT)
def test_what_each_may_open(world, who):
    assert in_words(possible(getattr(world, who))) == WHAT[who]


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"kind": "prescriber"}, True),
        ({"kind": "employer"}, False),
        ({"kind": "prescriber", "closed_on": TODAY}, True),
        ({"kind": "prescriber", "closed_on": YESTERDAY}, False),
    ],
)
def test_a_referent_opens_for_the_open_structures_of_the_area(world, fields, offered):
    with acting_as_system():
        Organisation.objects.create(name="Emmaüs", origin_area=world.paris, **fields)
    names = in_words(possible(world.referent))["structures"]
    assert names == (["Charonne", "Emmaüs", "Samusocial"] if offered else ["Charonne", "Samusocial"])


def test_a_head_opens_for_the_operator_and_not_for_an_employer_they_help(world):
    with acting_as_system():
        world.employer.memberships.create(user=world.head, role="partner", valid_from=TODAY)
    assert in_words(possible(world.head))["structures"] == ["Aurore"]


def test_a_caseworker_s_operator_is_not_a_head_s(world):
    with acting_as_system():
        another = world.organisation("Émeraude", kind="operator")
        place = {"organisation": another, "territory": world.cantal, "valid_from": TODAY}
        world.head.memberships.create(role="caseworker", **place)
    assert in_words(possible(world.head))["structures"] == ["Aurore"]


def test_a_structure_without_an_area_may_send_from_anywhere(world):
    with acting_as_system():
        Organisation.objects.filter(pk=world.structure.pk).update(origin_area=None)
    found = in_words(possible(world.prescriber))
    assert (found["areas"], found["programmes"]) == (ALL_AREAS, ["emile", "reinstalles", "utue"])


@pytest.mark.parametrize(("since", "until", "offered"), [(TODAY, TODAY, True), (TOMORROW, None, False)])
def test_areas_and_programmes_of_the_day(world, since, until, offered):
    with acting_as_system():
        Programme.objects.filter(code="utue").update(valid_from=since, valid_to=until)
        OriginArea.objects.filter(code="lyon").update(valid_from=since, valid_to=until)
    assert ("utue" in in_words(possible(world.prescriber))["programmes"]) is offered
    assert ("lyon" in in_words(possible(world.head))["areas"]) is offered


@pytest.mark.parametrize(("until", "offered"), [(TODAY, ["reinstalles"]), (YESTERDAY, [])])
def test_families_are_received_where_their_programme_is_open_that_day(world, until, offered):
    with acting_as_system():
        Programme.objects.get(code="reinstalles").openings.update(valid_to=until)
    assert in_words(possible(world.head))["programmes"] == offered


# --- what is asked, what is deduced -------------------------------------------------------------------------------


def form_of(user, **typed) -> NewFileForm:
    about = {"token": TOKEN, "last_name": "Traoré", "first_name": "Kadi"}
    return NewFileForm(about | typed, possible=possible(user))


def deduced(form: NewFileForm) -> tuple:
    assert form.is_valid(), form.errors
    names = ("programme", "prescriber", "origin_area", "territory")
    rows = [form.cleaned_data[name] for name in names]
    return tuple(getattr(row, "code", None) or str(row or "") for row in rows)


def test_a_single_possibility_is_not_asked(world):
    assert set(form_of(world.head).fields) == {
        *("token", "civility", "last_name", "first_name", "birth_date", "phone", "origin_area"),
    }
    assert deduced(form_of(world.head)) == ("reinstalles", "Aurore", "premier-asile", "cantal")
    assert "programme" in form_of(world.prescriber).fields


def test_the_area_is_the_structure_s_own(world):
    form = form_of(world.prescriber, programme=str(Programme.objects.get(code="emile").pk))
    assert deduced(form) == ("emile", "Samusocial", "ile-de-france", "")


@pytest.fixture
def from_anywhere(world):
    with acting_as_system():
        Organisation.objects.filter(pk=world.structure.pk).update(origin_area=None)
    return world.prescriber


def test_where_several_areas_are_possible_it_is_asked(world, from_anywhere):
    emile, utue = (str(Programme.objects.get(code=code).pk) for code in ("emile", "utue"))
    asked = form_of(from_anywhere, programme=emile)
    assert dict(asked.errors) == {"origin_area": ["Précisez la zone d'origine."]}
    lyon = str(world.lyon.pk if world.lyon.code == "lyon" else OriginArea.objects.get(code="lyon").pk)
    assert deduced(form_of(from_anywhere, programme=emile, origin_area=lyon))[2] == "lyon"
    assert deduced(form_of(from_anywhere, programme=utue))[2] == "ile-de-france", "this programme has one alone"
    asylum = str(OriginArea.objects.get(code="premier-asile").pk)
    refused = form_of(from_anywhere, programme=emile, origin_area=asylum)
    assert dict(refused.errors) == {"origin_area": ["Précisez la zone d'origine."]}


def test_a_programme_that_does_not_serve_the_structure_s_area_says_so(world, sign_in):
    user = world.referent
    with acting_as_system():
        place = {"organisation": world.operator, "origin_area": OriginArea.objects.get(code="lyon")}
        user.memberships.create(role="referent", valid_from=TODAY, **place)
    utue = str(Programme.objects.get(code="utue").pk)
    typed = {"programme": utue, "prescriber": str(world.lyon_structure.pk)}
    said = {"programme": ["Ce programme n'accueille pas de là."]}
    assert dict(form_of(user, **typed).errors) == said
    about = {"token": TOKEN, "last_name": "Traoré", "first_name": "Kadi"}
    page = sign_in(user).post("/dossiers/nouveau/", about | typed)
    assert (page.status_code, dict(page.context["form"].errors)) == (200, said)


def test_those_of_two_territories_say_which_one_receives(world):
    with acting_as_system():
        place = {"organisation": world.operator, "territory": world.lozere, "valid_from": TODAY}
        world.head.memberships.create(role="service_head", **place)
    form = form_of(world.head)
    assert dict(form.errors) == {"territory": ["Précisez le territoire d'accueil."]}
    assert deduced(form_of(world.head, territory=str(world.lozere.pk)))[3] == "lozere"
    assert dict(form_of(world.head, territory="0").errors) == {"territory": ["Choisissez dans la liste."]}


def test_a_programme_with_a_candidature_starts_in_no_territory(world):
    with acting_as_system():
        place = {"organisation": world.operator, "origin_area": world.paris, "valid_from": TODAY}
        world.head.memberships.create(role="referent", **place)
        Programme.objects.get(code="reinstalles").origin_areas.add(world.paris)
    prescriber = str(world.operator.pk)
    for code, territory in [("emile", ""), ("reinstalles", "cantal")]:
        programme = str(Programme.objects.get(code=code).pk)
        assert deduced(form_of(world.head, programme=programme, prescriber=prescriber))[3] == territory


def test_the_names_typed_make_the_applicant(world):
    form = form_of(world.head, civility="mr", birth_date="1991-04-02", phone="0612345678")
    assert form.is_valid(), form.errors
    applicant = form.applicant(None)
    assert (applicant.link, applicant.civility, applicant.full_name) == ("applicant", "mr", "Kadi Traoré")
    assert (applicant.birth_date.isoformat(), applicant.phone) == ("1991-04-02", "0612345678")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"last_name": ""}, {"last_name": ["Renseignez ce champ."]}),
        ({"birth_date": TODAY.isoformat()}, {}),
        ({"birth_date": TOMORROW.isoformat()}, {"birth_date": ["Cette date est dans l'avenir : vérifiez l'année."]}),
    ],
)
def test_what_is_typed_of_the_applicant(world, typed, errors):
    assert dict(form_of(world.head, **typed).errors) == errors
