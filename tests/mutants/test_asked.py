"""What is asked of the measure: a wrong word, or nothing to measure, is never a green answer."""

import pytest

from tests.mutants.asked import AskedWrongly, read
from tests.mutants.faults.operators import Mutant
from tests.mutants.report import report
from tests.mutants.trial import Outcome, Result


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["n=abc"], "n=abc n'est pas un nombre."),
        (["area=nowhere"], "Domaine inconnu : « nowhere »."),
        (["file=nothing.py"], "Il n'y a pas de fichier « nothing.py »."),
        (["sed=5"], "« sed=5 » : on peut demander seed=…"),
    ],
)
def test_a_wrong_word_is_told(words, sentence):
    with pytest.raises(AskedWrongly) as refusal:
        read(words)
    assert sentence in str(refusal.value)


def test_a_file_of_the_product_and_a_folder_of_known_faults_are_taken():
    assert read(["file=placements/guards.py", "only=115"]).only == "115"
    assert read(["known=1", "file=placements/"]).known


def test_nothing_measured_is_not_green(tmp_path):
    assert report([], tmp_path) == 1


@pytest.mark.parametrize(("each", "code"), [(True, 1), (False, 0)])
def test_one_survivor_among_many_is_too_many_where_each_must_be_killed(tmp_path, each, code):
    (tmp_path / "a.py").write_text("x = 1\n")
    mutant = Mutant("a.py", 1, 0, 1, "x", "y", "a name")
    killed = [Result(mutant, Outcome.KILLED, 1, 0.1) for _ in range(20)]
    assert report([*killed, Result(mutant, Outcome.SURVIVED, 1, 0.1)], tmp_path, each=each) == code
