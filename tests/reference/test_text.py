import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from emile.reference.text import fold, query_words, searchable


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("  ÉVRY–Courcouronnes ", "evry courcouronnes"),
        ("a\x00b%_😀", "a b"),
        ("", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


def test_short_forms_are_written_in_full():
    assert searchable("St-Flour") == "saint flour"
    assert searchable("Ste Geneviève") == "sainte genevieve"
    assert searchable("Est") == "est"


@given(st.text(max_size=200))
def test_whatever_is_typed_comes_out_as_plain_words(text):
    for word in query_words(text):
        assert word.isascii()
        assert word.isalnum()


@pytest.mark.django_db
def test_the_database_folds_names_in_the_same_way():
    """`emile_fold` keeps punctuation; the letters must agree."""
    names = ["Aurillac", "Œuilly", "Évry", "Haÿ", "Besançon", "Nîmes", "Plœuc"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_fold(name) FROM unnest(%s::text[]) name", [names])
        assert [row[0] for row in cursor.fetchall()] == [fold(name) for name in names]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("œuf", "oeuf"), ("Ægir", "aegir"), ("Straße", "strasse"), ("Tromsø", "tromso"), ("Łódź", "lodz"),
        ("Đuro", "duro"), ("ﬁn", "fin"), ("n° 12", "n 12"), ("çà et là", "ca et la"), ("e\u0301te\u0301", "ete"),
    ],
)  # fmt: skip
def test_letters_of_every_alphabet_we_meet(typed, written):
    assert fold(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("St Flour", "saint flour"), ("Ste-Foy", "sainte foy"), ("Sts Geosmes", "saints geosmes"),
        ("Stes Maries", "saintes maries"), ("Brest", "brest"), ("Forest St Julien", "forest saint julien"),
    ],
)  # fmt: skip
def test_each_short_form_is_written_in_full_and_only_a_whole_word(typed, written):
    assert searchable(typed) == written


def test_eighty_characters_are_read_and_no_more():
    assert query_words("a" * 79 + " b c") == ["a" * 79]
    assert query_words("a" * 78 + " b c") == ["a" * 78, "b"]
