"""The machine alone, with a table and a row of its own: what may start, what refuses, and in which words."""

from dataclasses import dataclass, field

import pytest

from emile.core import workflow
from emile.core.workflow import (
    Button,
    GuardRefused,
    Move,
    Transition,
    WorkflowError,
    WrongStep,
    check_needs,
    check_step,
)

TABLE = {
    "ask": Transition(button=Button("Demander l'accord"), sources=frozenset({"draft", "back"}), to="asked"),
    "note": Transition(button=Button("Noter un appel"), sources=frozenset({"asked"})),
    "skip": Transition(
        button=Button("Passer outre"),
        sources=frozenset({"asked"}),
        to="done",
        shortcuts={"draft": "is_urgent", "closed": "is_reopened"},
    ),
}


@dataclass
class Row:
    step: str
    flags: set[str] = field(default_factory=set)

    def allows(self, flag: str) -> bool:
        return flag in self.flags

    def get_step_display(self) -> str:
        return {"draft": "Brouillon", "asked": "Demandé", "done": "Fait"}.get(self.step, "Ailleurs")


@pytest.fixture
def guards(monkeypatch):
    """None registered but those of the test."""
    monkeypatch.setattr(workflow, "GUARDS", {})

    def say(**answers: str | None):
        for name, answer in answers.items():
            workflow.guard(name)(lambda row, answer=answer: answer)

    return say


@pytest.mark.parametrize(
    ("action", "step", "flags", "starts"),
    [
        ("ask", "draft", set(), True),
        ("ask", "back", set(), True),
        ("ask", "asked", set(), False),
        ("ask", "draft", {"is_urgent"}, True),
        ("skip", "asked", set(), True),
        ("skip", "draft", set(), False),
        ("skip", "draft", {"is_urgent"}, True),
        ("skip", "draft", {"is_reopened"}, False),
        ("skip", "closed", {"is_reopened"}, True),
        ("skip", "done", {"is_urgent", "is_reopened"}, False),
    ],
)
def test_from_where_an_action_starts(action, step, flags, starts):
    row = Row(step, flags)
    assert TABLE[action].starts_from(row) is starts
    if starts:
        assert check_step(row, action, TABLE).from_step == step
    else:
        with pytest.raises(WrongStep):
            check_step(row, action, TABLE)


def test_the_move_says_what_was_done():
    assert check_step(Row("draft"), "ask", TABLE) == Move(action="ask", from_step="draft", to_step="asked")


def test_a_fact_that_is_noted_leaves_the_row_where_it_is():
    assert check_step(Row("asked"), "note", TABLE) == Move(action="note", from_step="asked", to_step="asked")


def test_a_wrong_step_is_told_in_a_sentence():
    with pytest.raises(WrongStep) as refused:
        check_step(Row("done"), "ask", TABLE)
    assert str(refused.value) == (
        "« Demander l'accord » n'est pas possible à l'étape « Fait »."
        " Le dossier a peut-être changé entre-temps : relisez-le avant de recommencer."
    )


def rule(*needs: str) -> dict[str, Transition]:
    return {"ask": Transition(button=Button("Demander"), sources=frozenset({"draft"}), needs=needs)}


def test_what_is_missing_is_said_in_the_order_of_the_table(guards):
    guards(agreement="Il manque l'accord.", paper=None, date="Il manque la date.", other="Personne ne le demande.")
    table = rule("date", "paper", "agreement")
    assert table["ask"].unmet(Row("draft")) == ["Il manque la date.", "Il manque l'accord."]
    with pytest.raises(GuardRefused) as refused:
        check_needs(Row("draft"), "ask", table)
    assert refused.value.reasons == ["Il manque la date.", "Il manque l'accord."]
    assert str(refused.value) == "Il manque la date. Il manque l'accord."


@pytest.mark.parametrize("needs", [(), ("paper",), ("paper", "empty")])
def test_nothing_missing_and_nothing_is_said(guards, needs):
    guards(paper=None, empty="")
    assert rule(*needs)["ask"].unmet(Row("draft")) == []
    check_needs(Row("draft"), "ask", rule(*needs))


def test_a_guard_is_given_the_row(guards):
    workflow.guard("step")(lambda row: f"Étape {row.step}.")
    assert rule("step")["ask"].unmet(Row("draft")) == ["Étape draft."]


def test_a_guard_that_nobody_registered_is_a_bug_and_not_a_yes(guards):
    with pytest.raises(KeyError):
        check_needs(Row("draft"), "ask", rule("unknown"))


def test_a_guard_is_registered_once(guards):
    def first(row):
        return None

    assert workflow.guard("paper")(first) is first
    with pytest.raises(ValueError, match="'paper' is registered twice"):
        workflow.guard("paper")(lambda row: "Non.")
    assert {"paper": first} == workflow.GUARDS


def test_every_refusal_is_one_kind_of_error():
    for refusal in (WrongStep, GuardRefused, workflow.OutOfOrder, workflow.NotAllowed):
        assert issubclass(refusal, WorkflowError)


def test_an_action_asks_nothing_of_anybody_unless_the_table_says_so():
    plain = TABLE["note"]
    assert (plain.to, plain.roles, plain.needs, plain.asks, plain.dangerous) == (
        None, frozenset(), (), "", False,
    )  # fmt: skip
    assert plain.shortcuts == {}
    assert (plain.label, plain.button.slug, plain.button.icon, plain.button.tone) == (
        "Noter un appel", "", "circle", "neutral",
    )  # fmt: skip
