import datetime as dt
import re
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from emile.core.pages import parts
from emile.core.pages.forms import ProductForm, SaneDateField
from emile.core.pages.views.gallery import samples

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


def test_a_card_of_the_gallery_says_since_when_and_what_is_wrong():
    (diallo, petit), *_ = [column.cards for column in samples(dt.date(2026, 6, 3))["columns"]]
    assert (petit.since, petit.badge, petit.tone) == (dt.date(2026, 5, 11), "Sans nouvelle", "warning")
    assert (petit.awaited, petit.waits_for) == ("", "")
    assert (diallo.awaited, diallo.waits_for) == ("La décision", "le territoire")


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


class Person(ProductForm):
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


@pytest.mark.parametrize("typed", ["1250,50", "1 250,50", "1250.50", f"1{NBSP}250,5"])
def test_amounts_are_typed_the_french_way(typed):
    form = Person({"name": "Zoé", "born_on": "01/02/1990", "french": "A1", "income": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["income"] == Decimal("1250.5")


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_nothing_to_be_drawn(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert 'href="/"' in html
    assert not re.search(r"\b[45]\d\d\b", html.split("<main")[1]), "no code is ever shown"
