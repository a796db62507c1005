"""What the pages of the reference data refuse, and what they say around it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from emile.reference import forms
from emile.reference.models import LegalParameter, OriginArea, Programme, Reason, Territory
from tests.reference.answers import CORREZE, PROGRAMME, REASON, VALUE
from tests.reference.reading import errors, words, written
from tests.world import TODAY

pytestmark = pytest.mark.django_db


class TestRefused:
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("code", "Renseignez ce champ."),
            ("name", "Renseignez ce champ."),
            ("department", "Choisissez une réponse."),
            ("valid_from", "Indiquez une date."),
        ],
    )
    def test_what_is_missing_is_asked_for(self, send, name, said):
        assert errors(send("add", "territoires", **CORREZE | {name: ""})) == {name: [said]}
        assert not Territory.objects.filter(name="Corrèze").exists()

    @pytest.mark.parametrize(
        ("given", "refused"),
        [
            ({"valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "La fin ne peut pas précéder le début."),
            ({"valid_from": "2026-01-02", "valid_to": "2026-01-02"}, None),
        ],
    )
    def test_a_row_ends_on_its_first_day_at_the_earliest(self, send, given, refused):
        assert errors(send("add", "territoires", **CORREZE | given)) == ({"valid_to": [refused]} if refused else {})

    @pytest.mark.parametrize(("start", "refused"), [("2019-06-13", True), ("2019-06-14", False)])
    def test_a_programme_opens_the_day_its_territory_does_at_the_earliest(self, send, start, refused):
        where = {"programme": Programme.objects.get(code="utue").pk}
        where["territory"] = Territory.objects.get(code="lozere").pk
        said = {"valid_from": ["Ce territoire est ouvert depuis le 14/06/2019 seulement."]}
        assert errors(send("add", "ouvertures", **where, valid_from=start)) == (said if refused else {})

    @pytest.mark.parametrize(
        ("given", "refused"),
        [
            ({"stay_min_days": "0"}, ["stay_min_days"]),
            ({"stay_min_days": "1"}, []),
            ({"stay_min_days": "7"}, []),
            ({"stay_min_days": "8"}, ["stay_max_days"]),
            ({"stay_max_days": "60"}, []),
            ({"stay_max_days": "61"}, ["stay_max_days"]),
            ({"support_months": "0"}, ["support_months"]),
            ({"support_months": "1"}, []),
            ({"support_months": "120"}, []),
            ({"support_months": "121"}, ["support_months"]),
        ],
    )
    def test_the_bounds_of_a_programme(self, send, given, refused):
        area = OriginArea.objects.get(code="lyon")
        assert list(errors(send("add", "programmes", **PROGRAMME | given, origin_areas=[area.pk]))) == refused

    @pytest.mark.parametrize(("days", "refused"), [("0", True), ("1", False), ("730", False), ("731", True)])
    def test_a_file_is_put_aside_from_a_day_to_two_years(self, send, days, refused):
        parked = REASON | {"consequence": "park", "park_days": days}
        assert list(errors(send("add", "motifs", **parked))) == (["park_days"] if refused else [])

    def test_the_same_period_twice_says_what_to_do(self, send):
        said = "Une autre valeur de ce paramètre vaut déjà à ces dates : fermez-la d'abord la veille."
        again = VALUE | {"code": "silent_file_days", "valid_from": TODAY.isoformat()}
        assert errors(send("add", "parametres", **again)) == {"valid_from": [said]}

    def test_a_code_and_a_moment_never_change(self, send, manager):
        row = Reason.objects.get(code="decline-french")
        kept = {"label": "Autre libellé", "order": "10", "consequence": "none"}
        send("edit", "motifs", row, code="autre", kind="waiting", **kept)
        changed = written(Reason, pk=row.pk)
        assert (changed["code"], changed["kind"], changed["label"]) == ("decline-french", "decline", "Autre libellé")
        page = words(manager.get(reverse("reference:edit", args=["motifs", row.pk])))
        assert page.count("Le code ne change plus une fois créé.") == 2
        assert "Le code ne change plus" not in words(manager.get(reverse("reference:add", args=["motifs"])))

    def test_two_on_the_same_row_the_second_reads_it_again(self, send, manager):
        row = Territory.objects.get(code="ain")
        page = manager.get(reverse("reference:edit", args=["territoires", row.pk]))
        Territory.objects.filter(pk=row.pk).update(version=2, name="Ain neuf")
        said = (
            "Quelqu'un a modifié cette fiche entre-temps : Nom, maintenant « Ain neuf »."
            " Enregistrez de nouveau pour garder votre version."
        )
        stamp = page.context["form"]["stamp"].value()
        answer = send("edit", "territoires", row, **CORREZE | {"code": "ain", "stamp": stamp})
        assert errors(answer) == {"__all__": [said]}
        assert written(Territory, code="ain")["name"] == "Ain neuf"
        assert re.search(r"<h1[^>]*>(.*?)</h1>", words(answer))[1] == "Modifier : Ain neuf"


class TestMeanwhile:
    """Somebody saves the same thing between the check of a form and its writing: the database says no, in words."""

    def checked(self, form_class, data) -> forms.ReferenceForm:
        form = form_class(data)
        assert form.is_valid(), form.errors
        return form

    def test_the_same_days(self):
        form = self.checked(forms.LegalParameterForm, VALUE)
        LegalParameter.objects.create(
            code="essai", label="E", unit="day", source="E", value=1, valid_from=date(2025, 1, 1)
        )
        assert form.save_or_explain() is None
        said = "Une autre valeur de ce paramètre vaut déjà à ces dates : fermez-la d'abord la veille."
        assert form.errors == {"valid_from": [said]}

    def test_the_same_code(self):
        form = self.checked(forms.ReasonForm, REASON)
        Reason.objects.create(code="decline-essai", kind="decline", label="Un autre")
        assert form.save_or_explain() is None
        said = "Ces valeurs ne peuvent pas aller ensemble : vérifiez les dates et le code."
        assert form.errors == {"__all__": [said]}
        assert Reason.objects.get(code="decline-essai").label == "Un autre"


class TestPages:
    def heading(self, page) -> str:
        return re.search(r"<h1[^>]*>(.*?)</h1>", words(page))[1].strip()

    @pytest.mark.parametrize(
        ("slug", "heading"),
        [
            ("territoires", "Ajouter un territoire"), ("bassins", "Ajouter un bassin"),
            ("origines", "Ajouter une zone d'origine"), ("programmes", "Ajouter un programme"),
            ("ouvertures", "Ouvrir un programme dans un territoire"), ("motifs", "Ajouter un motif"),
            ("parametres", "Ajouter une valeur"),
        ],
    )  # fmt: skip
    def test_to_add(self, manager, slug, heading):
        page = manager.get(reverse("reference:add", args=[slug]))
        assert self.heading(page) == heading
        assert "Enregistrer</button>" in words(page)
        assert "…</a>" not in words(page), "nothing to close yet"
        assert f'href="{reverse("reference:add", args=[slug])}"' in words(
            manager.get(reverse("reference:list", args=[slug]))
        )

    @pytest.mark.parametrize(("days", "offered"), [(None, True), (1, True), (0, True), (-1, False)])
    def test_what_is_closed_is_not_closed_again(self, manager, days, offered):
        row = Territory.objects.get(code="ain")
        Territory.objects.filter(pk=row.pk).update(valid_to=None if days is None else TODAY + timedelta(days=days))
        page = words(manager.get(reverse("reference:edit", args=["territoires", row.pk])))
        close = reverse("reference:close", args=["territoires", row.pk])
        assert (f'<a class="btn btn-link" href="{close}">Fermer…</a>' in page) is offered

    def test_to_close(self, manager):
        row = Territory.objects.get(code="ain")
        page = manager.get(reverse("reference:close", args=["territoires", row.pk]))
        assert self.heading(page) == "Fermer : Ain"
        assert page.context["form"]["valid_to"].value() == TODAY
        assert "Ce jour est compris. Les dossiers déjà ouverts ne changent pas." in words(page)
        assert "La ligne reste lisible, et les dossiers qui s'y rapportent ne changent pas." in words(page)
        assert "Fermer</button>" in words(page)
        assert [field.label for field in page.context["form"].visible_fields()] == [
            "Valable à partir du",
            "Dernier jour",
        ]
        assert page.context["form"].fields["valid_from"].disabled

    def test_to_stop_offering(self, manager, send):
        row = Reason.objects.get(code="decline-mobility")
        page = manager.get(reverse("reference:close", args=["motifs", row.pk]))
        assert self.heading(page) == "Ne plus proposer : Mobilité insuffisante pour les postes du territoire"
        assert "Ce motif ne sera plus dans la liste. Les dossiers qui le portent le gardent." in words(page)
        answer = send("close", "motifs", row)
        after = words(manager.get(answer.url))
        assert "« Mobilité insuffisante pour les postes du territoire » n'est plus proposé." in after
        again = words(manager.get(reverse("reference:edit", args=["motifs", row.pk])))
        assert "Ne plus proposer…" not in again

    def test_a_day_is_needed_to_close(self, send):
        row = Territory.objects.get(code="ain")
        assert errors(send("close", "territoires", row)) == {"valid_to": ["Indiquez une date."]}

    def test_it_closes_on_its_first_day_at_the_earliest(self, send):
        row = Territory.objects.get(code="lozere")
        before = {"valid_to": ["La fin ne peut pas précéder le début."]}
        assert errors(send("close", "territoires", row, valid_to="2019-06-13")) == before
        assert errors(send("close", "territoires", row, valid_to="2019-06-14")) == {}

    def test_after_saving_one_is_back_on_the_list(self, send):
        answer = send("add", "territoires", **CORREZE)
        assert (answer.status_code, answer.url) == (302, "/referentiel/territoires/")

    @pytest.mark.parametrize(
        ("slug", "boxes"),
        [
            ("territoires", {"source": 2}), ("bassins", {"source": 2}), ("ouvertures", {"source": 2}),
            ("origines", {"source": 2, "departments": 8}), ("programmes", {"description": 3, "source": 2}),
            ("parametres", {"source": 2}), ("motifs", {}),
        ],
    )  # fmt: skip
    def test_a_box_is_as_high_as_what_goes_in_it(self, manager, slug, boxes):
        page = words(manager.get(reverse("reference:add", args=[slug])))
        tags = re.findall(r"<(?:textarea|select)[^>]*>", page)
        sized = {re.search(r'name="(\w+)"', tag)[1]: re.search(r'(?:rows|size)="(\d+)"', tag) for tag in tags}
        assert {name: int(lines[1]) for name, lines in sized.items() if lines} == boxes

    def test_a_page_open_for_too_long_says_so_and_keeps_what_was_typed(self, send):
        answer = send("add", "territoires", **CORREZE | {"token": "x"})
        said = "Cette page était ouverte depuis trop longtemps : vérifiez ce que vous avez écrit, puis enregistrez."
        assert errors(answer) == {"__all__": [said]}
        assert 'value="Corrèze"' in answer.text
