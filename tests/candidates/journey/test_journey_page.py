import pytest
from django.core.management import CommandError, call_command

from candidates.journey.drawn import page
from candidates.journey.table import TRANSITIONS
from candidates.management.commands import draw_journey
from candidates.steps import OPEN, Step


def test_the_page_of_the_journey_is_what_the_code_does():
    call_command("draw_journey", "--check")
    assert draw_journey.PAGE.read_text(encoding="utf-8") == page()


def test_a_stale_page_is_found_and_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_journey, "PAGE", tmp_path / "journey.md")
    with pytest.raises(CommandError, match="plus à jour"):
        call_command("draw_journey", "--check")
    call_command("draw_journey")
    call_command("draw_journey", "--check")


def test_every_step_can_be_reached_and_every_open_step_can_be_left():
    reached, before = {Step.DIAGNOSIS}, set()
    while reached != before:
        before = set(reached)
        for rule in TRANSITIONS.values():
            if rule.to and reached & (set(rule.sources) | set(rule.shortcuts)):
                reached.add(rule.to)
    assert reached == set(Step)
    for step in OPEN:
        assert any(rule.to not in (None, step) for rule in TRANSITIONS.values() if step in rule.sources)


def test_every_verb_and_every_step_is_drawn():
    drawn = page()
    assert all(f"`{action.value}`" in drawn and rule.label in drawn for action, rule in TRANSITIONS.items())
    assert all(f"    {step.value} : " in drawn for step in Step)
