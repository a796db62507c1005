"""The table of transitions as a page one can read: what the code does, in words and as a picture."""

from candidates.journey.table import EVERYONE, FLAGS, NOBODY, TRANSITIONS, Action
from candidates.steps import CLOSED, Step
from emile.accounts.enums import Role
from emile.core.workflow import GUARDS, Transition

HEAD = """# The journey

Written by `manage.py draw_journey` from `candidates/journey/table.py`; a test fails when this page is stale. Do not
edit it.

An arrow that names a programme in brackets is open in such programmes only (see its row).
« Interrompre le parcours » starts from every
open step and is not drawn. Only `candidates.journey.moves.transition` writes the step.
"""


def page() -> str:
    return "\n".join([HEAD, "## Picture", "", picture(), "", "## Steps", "", steps(), "", "## Verbs", "", verbs(), ""])


def picture() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    direction TB", f"    [*] --> {Step.DIAGNOSIS.value}"]
    lines += [f"    {step.value} : {name_of(step)}" for step in Step]
    for action, rule in TRANSITIONS.items():
        if rule.to is not None and action != Action.LEAVE:
            to = Step(rule.to).value
            lines += [f"    {source.value} --> {to} : {rule.label}" for source in in_order(rule.sources)]
            lines += [
                f"    {Step(source).value} --> {to} : ({FLAGS[flag]}) {rule.label}"
                for source, flag in rule.shortcuts.items()
            ]
    lines += [f"    {step.value} --> [*]" for step in in_order(CLOSED)]
    return "\n".join([*lines, "```"])


def steps() -> str:
    rows = [f"| {name_of(step)} | `{step.value}` | {', '.join(verbs_from(step))} |" for step in Step]
    return "\n".join(["| step | code | verbs that start here |", "|---|---|---|", *rows])


def verbs_from(step: Step) -> list[str]:
    here = [rule.label for rule in TRANSITIONS.values() if step in rule.sources and rule.roles != NOBODY]
    some = [f"{rule.label} ({FLAGS[rule.shortcuts[step]]})" for rule in TRANSITIONS.values() if step in rule.shortcuts]
    return here + some or ["none: closed"]


def verbs() -> str:
    rows = [row_of(action, rule) for action, rule in TRANSITIONS.items()]
    return "\n".join(["| verb | code | from | to | who | needs |", "|---|---|---|---|---|---|", *rows])


def row_of(action: Action, rule: Transition) -> str:
    sources = [name_of(step) for step in in_order(rule.sources)]
    sources += [f"{name_of(Step(step))} ({FLAGS[flag]})" for step, flag in rule.shortcuts.items()]
    to = name_of(Step(rule.to)) if rule.to else "the step stays"
    needs = ", ".join(f"`{name}`" for name in rule.needs) or "–"
    missing = [name for name in rule.needs if name not in GUARDS]
    if missing:
        raise LookupError(f"{action} needs guards that nobody registered: {missing}")
    return f"| {rule.label} | `{action.value}` | {', '.join(sources)} | {to} | {who(rule)} | {needs} |"


def who(rule: Transition) -> str:
    if rule.roles == NOBODY:
        return "the product itself"
    if rule.roles == EVERYONE:
        return "everyone who follows the file"
    return ", ".join(role.label for role in Role if role in rule.roles)


def name_of(step: Step) -> str:
    return f"{step.number}. {step.label}" if step.number else str(step.label)


def in_order(some: frozenset[str]) -> list[Step]:
    return [step for step in Step if step in some]
