"""``make test-clock only=…``: an instant that is not there is said, and is not green."""

import pytest

from emile.tools.devstack import clock_runs


@pytest.mark.parametrize(
    ("only", "instants", "midnight"),
    [("", 13, True), ("29 Février", 1, False), ("la série sans", 0, True), ("2027-", 3, False)],
)
def test_what_is_asked(monkeypatch, only, instants, midnight):
    monkeypatch.setenv("EMILE_ONLY", only)
    assert (len(clock_runs.asked_for()), clock_runs.midnight_is_asked()) == (instants, midnight)


def test_an_instant_that_is_not_there(monkeypatch, capsys):
    monkeypatch.setenv("EMILE_ONLY", "30 février")
    assert clock_runs.run() == 2
    assert "Aucun instant ne contient « 30 février »" in capsys.readouterr().err
