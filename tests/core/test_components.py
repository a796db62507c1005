import datetime as dt
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from emile.core import navigation, parts, typography
from emile.core.forms import HouseForm, SaneDateField
from emile.core.templatetags import wording
from emile.core.views_gallery import samples

NBSP, NARROW = "\u00a0", "\u202f"
pytestmark = pytest.mark.filterwarnings("error")


def drawn(source: str, **context) -> str:
    return Template(source).render(
        Context({"request": RequestFactory().get("/x/", {"q": "é", "page": "2"}), **context})
    )


def test_every_component_is_free_of_inline_style_script_and_handler():
    source = (settings.BASE_DIR / "templates/core/gallery.html").read_text()
    body = source.split("{% block content %}")[1].rsplit("{% endblock %}", 1)[0]
    html = drawn("{% load crispy_forms_tags %}" + body, **samples(dt.date(2026, 6, 3)))
    assert not re.search(r"\sstyle=|<script|\son\w+=", html)
    assert html.count("<svg") > 40


def test_text_is_escaped_everywhere():
    evil = "<b>Zoé</b>"
    sources = [
        "{% badge evil %}",
        "{% stat evil evil hint=evil %}",
        "{% person_line evil detail=evil %}",
        "{% card title=evil %}x{% endcard %}",
        "{% alert title=evil %}x{% endalert %}",
        "{% card %}{{ evil }}{% endcard %}",
        "{% empty_state evil text=evil %}",
        "{% todo_line evil who=evil %}",
        "{% next_action evil text=evil blocked=evil %}",
        "{% timeline events %}",
        "{% facts pairs %}",
    ]
    events = [parts.Event(dt.date(2026, 1, 1), evil, evil, evil)]
    for source in sources:
        html = drawn(source, evil=evil, events=events, pairs=[(evil, evil)])
        assert evil not in html, source
        assert "&lt;b&gt;Zoé" in html, source


def test_the_stepper_tells_readers_which_step_is_current():
    steps = [parts.Step(1, "Transmise", "done", dt.date(2026, 1, 5)), parts.Step(2, "Présentée", "current")]
    html = drawn("{% stepper steps %}", steps=steps)
    wide = html.split("stepper-phone")[0]
    assert wide.count('aria-current="step"') == 1
    assert ", faite" in wide
    assert "5 janv. 2026".replace(" ", NBSP) in wide
    assert "<strong>2</strong> sur 2" in html


def test_blocked_action_says_why_and_has_no_button():
    html = drawn(
        '{% next_action "Valider" blocked=reasons label="Valider" url="/v/" %}', reasons=["Il manque l'accord."]
    )
    assert "Il manque l&#x27;accord." in html
    assert "/v/" not in html


def test_post_actions_carry_the_csrf_token_and_hidden_values():
    source = '{% next_action "Valider" label="Oui" url="/v/" post=True hidden=hidden confirm="Sûr ?" %}'
    html = drawn(source, csrf_token="jeton", hidden={"version": 1234})
    assert 'value="jeton"' in html
    assert 'name="version" value="1234"' in html
    assert f"Sûr{NBSP}?" in html


def test_pagination_keeps_the_query_string():
    html = drawn('{% pagination page noun="dossier" %}', page=Paginator(range(1234), 25).page(2))
    assert "?q=%C3%A9&amp;page=3" in html
    assert f"1{NARROW}234{NBSP}dossiers" in html


class Person(HouseForm):
    name = forms.CharField(label="Nom.")
    born_on = SaneDateField(label="Naissance")
    income = forms.DecimalField(label="Ressources", required=False)
    french = forms.ChoiceField(label="Français", choices=[("A1", "A1")], widget=forms.RadioSelect)


def test_error_summary_links_to_each_field_and_fields_say_their_error():
    form = Person({"income": "douze"})
    html = drawn("{% load crispy_forms_tags %}{% error_summary form %}{% crispy form %}", form=form)
    for anchor in ("id_name", "id_born_on", "id_income", "div_id_french"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html
    assert 'aria-describedby="id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'value="douze"' in html
    assert "(obligatoire)" in html
    assert drawn("{% error_summary form %}", form=Person()).strip() == ""


@time_machine.travel("2026-06-03")
@pytest.mark.parametrize("typed", ["1802-01-01", "2031-01-01", "31/02/2026", "hier"])
def test_insane_dates_are_refused_in_french(typed):
    form = Person({"name": "Zoé", "born_on": typed, "french": "A1"})
    assert list(form.errors) == ["born_on"]
    assert "date" in form.errors["born_on"][0]


@time_machine.travel("2026-06-03")
def test_date_inputs_are_bounded_by_today():
    html = str(Person()["born_on"])
    assert 'min="1900-01-01" max="2028-06-03"' in html


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 251])
def test_text_is_bounded_and_free_of_nul(typed):
    assert "name" in Person({"name": typed}).errors


@pytest.mark.parametrize("typed", ["1250,50", "1 250,50", "1250.50", f"1{NBSP}250,5"])
def test_amounts_are_typed_the_french_way(typed):
    form = Person({"name": "Zoé", "born_on": "01/02/1990", "french": "A1", "income": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["income"] == Decimal("1250.5")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "depuis aujourd'hui"),
        (1, "depuis hier"),
        (12, "depuis 12 jours"),
        (140, "depuis 5 mois"),
        (800, "depuis 2 ans"),
    ],
)
@time_machine.travel("2026-06-03 12:00")
def test_since(days, words):
    assert wording.since(dt.date(2026, 6, 3) - dt.timedelta(days=days)).replace(NBSP, " ") == words


@time_machine.travel("2026-06-03 12:00")
def test_until_day_moment():
    assert wording.until(dt.date(2026, 6, 8)) == f"dans 5{NBSP}jours"
    assert wording.until(dt.date(2026, 6, 1)) == f"en retard de 2{NBSP}jours"
    assert wording.day(dt.date(2026, 6, 1)) == f"1er{NBSP}juin{NBSP}2026"
    assert wording.moment(dt.datetime(2026, 6, 3, 12, 5, tzinfo=dt.UTC)).endswith("à 14:05")


@pytest.mark.parametrize(
    ("amount", "text"), [(1840.5, "1 840,50 €"), (Decimal("980.00"), "980 €"), (None, ""), (-3, "-3 €")]
)
def test_euros(amount, text):
    assert wording.euros(amount).replace(NBSP, " ").replace(NARROW, " ") == text


def test_plural_and_initials():
    assert wording.plural(1, "dossier ouvert") == f"1{NBSP}dossier ouvert"
    assert wording.plural(2, "dossier ouvert") == f"2{NBSP}dossiers ouverts"
    assert wording.initials("Mariam de la Tour") == "MT"


def day(number: int) -> dt.date:
    return dt.date(2026, 6, number)


DAYS = [day(number) for number in range(1, 11)]


def spans(*bookings: parts.Booking) -> list[tuple[int, str]]:
    cells = parts.strip(parts.CalendarRow("T3", bookings), DAYS, DAYS[0]).cells
    assert sum(cell.span for cell in cells) == 2 * len(DAYS)
    return [(cell.span, cell.booking.label) for cell in cells if cell.booking]


def test_one_leaves_and_another_arrives_on_the_same_day():
    assert spans(parts.Booking(day(1), day(4), "A"), parts.Booking(day(4), day(6), "B")) == [(6, "A"), (4, "B")]


def test_bookings_are_cut_at_the_edges():
    before = parts.Booking(dt.date(2026, 5, 20), day(2), "A")
    after = parts.Booking(day(9), dt.date(2026, 7, 1), "B")
    elsewhere = parts.Booking(dt.date(2026, 7, 1), dt.date(2026, 7, 4), "C")
    assert spans(before, after, elsewhere) == [(3, "A"), (3, "B")]


def test_a_booking_of_one_day_is_still_seen():
    assert spans(parts.Booking(day(3), day(3), "A")) == [(1, "A")]


def test_the_menu_shows_what_one_may_open(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", {})
    monkeypatch.setattr(navigation, "reverse", {"a": "/", "b": "/dossiers/", "c": "/dossiers/tous/"}.__getitem__)
    navigation.register(navigation.Entry("Tous", "c", order=2))
    navigation.register(navigation.Entry("Dossiers", "b", order=1))
    navigation.register(navigation.Entry("Secret", "a", allowed=lambda user: False))
    user = SimpleNamespace(is_authenticated=True)
    links = navigation.entries_for(user, "/dossiers/K7QF3M/")
    assert [(link.label, link.current) for link in links] == [("Dossiers", True), ("Tous", False)]
    assert navigation.entries_for(SimpleNamespace(is_authenticated=False), "/") == []


def test_an_entry_without_page_yet_is_left_out(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", {})
    navigation.register(navigation.Entry("Bientôt", "nowhere:yet"))
    assert navigation.entries_for(SimpleNamespace(is_authenticated=True), "/") == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_nothing_to_be_drawn(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert 'href="/"' in html
    assert not re.search(r"\b[45]\d\d\b", html.split("<main")[1]), "no code is ever shown"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Attention : relire !", f"Attention{NBSP}: relire{NBSP}!"),
        ("« Un toit » ?", f"«{NBSP}Un toit{NBSP}»{NBSP}?"),
        ("à 14:32, http://x et 50 %", f"à 14:32, http://x et 50{NBSP}%"),
        ('{"a" : 1}', '{"a" : 1}'),
    ],
)
def test_french_spacing(typed, set_):
    assert typography.french(typed) == set_


def test_template_text_is_spaced_and_tags_are_left_alone():
    source = "{% if a != b %}Étape {{ n }} : <b>oui</b> ?{% endif %}{# x : y #}"
    assert typography.french_source(source) == (
        "{% if a != b %}Étape {{ n }}" + f"{NBSP}: <b>oui</b>{NBSP}?" + "{% endif %}{# x : y #}"
    )


def test_the_filter_keeps_escaping():
    assert drawn("{{ text|french }}", text="<b> ?") == f"&lt;b&gt;{NBSP}?"
