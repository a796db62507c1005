"""Each verb gives back the row it wrote: whoever calls it need not look for it."""

import inspect

import pytest

from candidates.journey import first_half
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements import models
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from placements.work import workflow as work

GIVEN = {
    "open_file": Journey,
    "submit": Journey,
    "present": Journey,
    "shortlist": Journey,
    "contact_employer": models.JobContact,
    "hold_meeting": models.ProjectMeeting,
    "plan_stay": models.Stay,
    "arrive": models.Stay,
    "end_stay": models.Stay,
    "give_household_agreement": models.Agreement,
    "give_service_agreement": models.Agreement,
    "sign_contract": models.Contract,
    "offer_dwelling": models.Lease,
    "sign_lease": models.Lease,
    "move_in": models.Lease,
    "record_act": models.SupportAct,
    "exit_to_mainstream": models.Exit,
}


@pytest.fixture
def given(monkeypatch) -> dict:
    """What each verb gives, noted in passing."""
    noted = {}

    def note(module, name):
        verb = getattr(module, name)

        def noting(*args, **kwargs):
            noted[name] = verb(*args, **kwargs)
            return noted[name]

        monkeypatch.setattr(module, name, noting)

    for module in (first_half, work, project, stays, housing, support):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name in GIVEN and inspect.getmodule(function) is module:
                note(module, name)
    return noted


def test_each_verb_gives_the_row_it_wrote(world, given):
    with acting_as_system():
        journey = world.journey(Step.MAINSTREAM)
        assert {name: type(row) for name, row in given.items()} == GIVEN
        for name, row in given.items():
            stored = type(row).objects.get(pk=row.pk)
            assert getattr(stored, "journey", stored) == journey, name
