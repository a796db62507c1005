"""What the components make of what they are given: shares, empty values, what is current, what comes next."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from emile.core.pages import parts
from emile.core.pages.todo import Line
from tests.core.pages.drawing import drawn, words

NBSP = "\u00a0"
TODAY = dt.date(2026, 6, 3)


@pytest.mark.parametrize(
    ("value", "most", "share", "bound"),
    [
        (3, 4, "75 %", "4"), (1, 3, "33 %", "3"), (2, 3, "67 %", "3"), (0, 4, "0 %", "4"), (5, 4, "125 %", "4"),
        (0, 0, "0 %", "1"),
    ],
)  # fmt: skip
def test_a_progress_says_its_share(value, most, share, bound):
    html = drawn("{% progress value most 'Pièces' %}", value=value, most=most)
    assert words(html) == f"Pièces {share} {share}"
    assert f'value="{value}" max="{bound}"' in html


def test_a_progress_may_say_it_otherwise():
    assert words(drawn("{% progress 3 4 'Pièces' hint='3 sur 4' %}")) == "Pièces 3 sur 4 75 %"


@pytest.mark.parametrize("empty", [None, "", [], ()])
def test_a_fact_that_is_not_there_says_so(empty):
    assert words(drawn("{% facts pairs %}", pairs=[("Téléphone", empty)])) == "Téléphone non renseigné"


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (False, "False"), ("06", "06"), (Decimal(0), "0")])
def test_a_fact_that_is_there_is_read(value, text):
    assert words(drawn("{% facts pairs %}", pairs={"Enfants": value})) == f"Enfants {text}"


def test_facts_keep_their_order():
    assert words(drawn("{% facts pairs %}", pairs=[("B", 1), ("A", 2)])) == "B 1 A 2"


def test_a_figure_is_written_in_the_french_way_and_leads_where_it_is_explained():
    assert words(drawn("{% stat 1234 'dossiers' hint='en cours' %}")) == "1 234 dossiers en cours"
    assert '<a href="/dossiers/">1' in drawn("{% stat 1234 'dossiers' url='/dossiers/' %}")


@pytest.mark.parametrize(("level", "tag"), [("", "h2"), ("level=3", "h3")])
def test_a_card_has_a_title_of_its_level(level, tag):
    html = drawn(f"{{% card title='Séjour' {level} %}}x{{% endcard %}}")
    assert f'<{tag} class="panel-title">Séjour</{tag}>' in html


def test_an_icon_is_decoration_unless_it_is_named():
    assert "aria-label" not in drawn("{% icon 'info' %}")
    assert 'role="img" aria-label="Information"' in drawn("{% icon 'info' label='Information' %}")


def test_an_icon_has_the_size_one_asks():
    assert ['width="18"' in drawn("{% icon 'info' %}"), 'width="30"' in drawn("{% icon 'info' 30 %}")] == [True, True]


@pytest.mark.parametrize("tone", ["neutral", "info", "success", "warning", "danger", "accent"])
def test_a_badge_has_the_drawing_of_its_tone_or_its_own(tone):
    drawings = {drawn("{% badge 'Actif' tone %}", tone=each) for each in (tone, "neutral")}
    assert len(drawings) == (1 if tone == "neutral" else 2)
    assert f'class="badge-status is-{tone}"' in drawn("{% badge 'Actif' tone %}", tone=tone)
    assert drawn("{% badge 'Actif' tone icon='ban' %}", tone=tone).count("<svg") == 1


class TestStepper:
    STEPS = [
        {"number": 1, "label": "Transmise", "state": "done"},
        {"number": 2, "label": "Présentée", "state": "current", "date": TODAY - dt.timedelta(days=12)},
        parts.Step(3, "Retenue"),
    ]

    def test_where_the_file_stands_and_since_when(self):
        with time_machine.travel(dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)):
            text = words(drawn("{% stepper steps %}", steps=self.STEPS))
        assert text.startswith("Étape 2 sur 3 : Présentée depuis 12 jours")
        assert "Transmise , faite" in text
        assert "Retenue , à venir" in text

    def test_all_is_open_when_nothing_is_current(self):
        html = drawn("{% stepper steps %}", steps=[self.STEPS[0]])
        assert "stepper-now" not in html
        assert "<details open>" in html
        assert "<details open>" not in drawn("{% stepper steps %}", steps=self.STEPS)


class TestTodo:
    @pytest.fixture(autouse=True)
    def the_third_of_june(self):
        with time_machine.travel(dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)):
            yield

    def test_a_line_says_what_who_since_when_and_for_when(self):
        line = Line(
            title="Accord attendu : à relancer", url="/d/1/", who="Diallo", waits_for="la famille",
            since=TODAY - dt.timedelta(days=5), due=TODAY + dt.timedelta(days=2), detail="Relais Jordanne",
            action_label="Relancer", action_url="/d/1/relancer/",
        )  # fmt: skip
        html = drawn("{% todo_lines lines %}", lines=[line])
        assert words(html) == (
            "Accord attendu : à relancer Diallo attend la famille depuis 5 jours dans 2 jours (5 juin 2026)"
            " Relais Jordanne Relancer : Accord attendu : à relancer Diallo"
        )
        assert f"attendu{NBSP}: à" in html
        assert '<a href="/d/1/">' in html
        assert '<a class="btn btn-secondary btn-sm" href="/d/1/relancer/">' in html

    def test_a_line_of_its_own_may_be_a_button(self):
        source = (
            "{% todo_line 'Confirmer' who='Diallo' since=day due=day detail='T3' waits_for='lui' url='/d/'"
            " action_label='Oui' action_url='/oui/' post=True hidden=hidden icon='pen' tone='warning' %}"
        )
        html = drawn(source, day=TODAY, hidden={"version": 3}, csrf_token="jeton")
        assert words(html).startswith("Confirmer Diallo attend lui depuis aujourd'hui aujourd'hui (3 juin 2026) T3 Oui")
        assert '<form method="post" action="/oui/">' in html
        assert 'name="csrfmiddlewaretoken" value="jeton"' in html
        assert 'name="version" value="3"' in html
        assert 'class="todo is-warning"' in html


class TestNextAction:
    def test_leads_to_a_page(self):
        html = drawn("{% next_action 'Valider' label='Oui' url='/v/' %}")
        assert '<a class="btn btn-primary" href="/v/">Oui</a>' in html
        assert "<form" not in html

    def test_is_done_by_a_button_and_asks_once_when_it_is_told_to(self):
        plain = drawn("{% next_action 'Valider' label='Oui' url='/v/' post=True %}")
        asked = drawn("{% next_action 'Valider' label='Oui' url='/v/' post=True confirm='Sûr ?' %}")
        assert ["<form" in plain, "<details" in plain, "<details" in asked] == [True, False, True]

    @pytest.mark.parametrize("blocked", ["Il manque l'accord.", ["Il manque l'accord."]])
    def test_blocked_it_says_why(self, blocked):
        html = drawn("{% next_action 'Valider' label='Oui' url='/v/' blocked=blocked %}", blocked=blocked)
        assert words(html) == "Prochaine action, pas encore possible Valider Il manque l'accord."

    @pytest.mark.parametrize("blocked", ["", [], ()])
    def test_blocked_by_nothing_it_is_possible(self, blocked):
        html = drawn("{% next_action 'Valider' label='Oui' url='/v/' blocked=blocked %}", blocked=blocked)
        assert words(html) == "Prochaine action Valider Oui"

    def test_says_who_is_waited_for(self):
        with time_machine.travel(dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)):
            html = drawn("{% next_action 'Valider' waits_for='la famille' since=day %}", day=dt.date(2026, 6, 2))
        assert words(html) == "En attente Valider Attend la famille depuis hier."


def test_an_empty_list_says_what_to_do():
    html = drawn("{% empty_state 'Personne' text='Ajoutez quelqu\\'un.' action_url='/a/' action_label='Ajouter' %}")
    assert words(html) == "Personne Ajoutez quelqu'un. Ajouter"
    assert '<a class="btn btn-primary" href="/a/">' in html


def test_what_happened_is_told_in_order_or_said_to_be_nothing():
    events = [
        {
            "date": dt.date(2026, 6, 3),
            "title": "Visite",
            "who": "Hélène",
            "note": "Un mot\nde plus.",
            "icon": "pen",
        },
        parts.Event(dt.datetime(2026, 6, 1, 12, 5, tzinfo=dt.UTC), "Dépôt", url="/d/"),
    ]
    html = drawn("{% timeline events %}", events=events)
    assert words(html) == "Visite 3 juin 2026 · Hélène Un mot de plus. Dépôt 1er juin 2026 à 14:05"
    assert '<a href="/d/">Dépôt</a>' in html
    assert words(drawn("{% timeline events %}", events=[])) == "Rien pour l'instant."
    assert words(drawn("{% timeline events empty='Aucun acte.' %}", events=[])) == "Aucun acte."


def test_somebody_on_a_line():
    html = drawn("{% person_line 'Awa Diallo' detail='34 ans' url='/p/' badge='Parent' tone='info' %}")
    assert words(html) == "AD Awa Diallo 34 ans Parent"
    assert '<a class="person-name" href="/p/">' in html
    assert "is-info" in html
