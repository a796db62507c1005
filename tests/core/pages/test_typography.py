"""French spacing: no sign ever starts a line, and nothing else is touched."""

import pytest
from django.template import Engine, Origin

from emile.core.pages import typography
from tests.core.pages.drawing import drawn

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Attention : relire !", "Attention_: relire_!"),
        ("« Un toit » ?", "«_Un toit_»_?"),
        ("Vraiment ?", "Vraiment_?"),
        ("un ; deux", "un_; deux"),
        ("50 % et 12 €.", "50_% et 12_€."),
        ("(oui) : non", "(oui)_: non"),
        ("<b>oui</b> : non", "<b>oui</b>_: non"),
        ("Fin… !", "Fin…_!"),
        ("l'accord’ : non", "l'accord’_: non"),
        (" : au début", "_: au début"),
        ("Combien ?</p>", "Combien_?</p>"),
        ("50 %, 60 %)", "50_%, 60_%)"),
        ('dit « oui »"', 'dit «_oui_»"'),
        ("à 14:32, http://x", "à 14:32, http://x"),
        ('{"a" : 1}', '{"a" : 1}'),
        ("a :b", "a :b"),
        ("déjà : fait", "déjà_: fait"),
        ("deux  : espaces", "deux  : espaces"),
        ("", ""),
    ],
)
def test_spaces_before_signs(typed, read):
    assert typography.french(typed) == read.replace("_", NBSP)


def test_once_is_enough():
    text = typography.french("« Un toit » : oui !")
    assert typography.french(text) == text


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("{% if a != b %}Étape {{ n }} : oui ?{% endif %}", "{% if a != b %}Étape {{ n }}_: oui_?{% endif %}"),
        ("{# à faire : plus tard #}Oui !", "{# à faire : plus tard #}Oui_!"),
        ("{% trans 'a : b' %} : c", "{% trans 'a : b' %}_: c"),
        ("{{ a|default:'b : c' }} !", "{{ a|default:'b : c' }}_!"),
    ],
)
def test_what_stands_between_braces_is_left_alone(source, read):
    assert typography.template_source(source) == read.replace("_", NBSP)


def test_a_tag_written_over_several_lines_is_put_on_one():
    """Django knows only tags of one line: the others it shows as they stand."""
    source = '{% firstof\n  empty\n    "une longue\n      phrase" %}, {{\n  name }}'
    assert typography.template_source(source) == '{% firstof empty "une longue phrase" %}, {{ name }}'
    assert typography.template_source("<p>\n  a\n</p>") == "<p>\n  a\n</p>"


def test_pages_are_treated_when_they_are_compiled_and_papers_without_words_are_not(tmp_path):
    for name in ("page.html", "liste.csv"):
        (tmp_path / name).write_text("Nom : Diallo")
    loader = typography.Loader(Engine.get_default(), dirs=[tmp_path])
    assert [loader.get_contents(Origin(str(tmp_path / name))) for name in ("page.html", "liste.csv")] == [
        f"Nom{NBSP}: Diallo", "Nom : Diallo",
    ]  # fmt: skip


def test_the_filter_keeps_escaping():
    assert drawn("{{ text|french }}", text="<b> ?") == f"&lt;b&gt;{NBSP}?"
    assert drawn("{{ number|french }}", number=12) == "12"
