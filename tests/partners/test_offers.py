"""What is still on offer, and to whom: closed, withdrawn, let, on the day and on the day before and after."""

from datetime import timedelta

import pytest

from candidates.steps import Step
from partners.models import Dwelling, Organisation, RelayFlat, Vacancy
from placements.models import Lease
from tests.partners.reading import line, lines, names
from tests.world import LONG_AGO, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def ended(arrange):
    """One row a day: ended the day before, the day itself, the day after, never."""

    def ended_rows(make, field: str) -> dict[str, int]:
        def rows():
            for name, day in (("yesterday", YESTERDAY), ("today", TODAY), ("tomorrow", TOMORROW), ("never", None)):
                row = make(name)
                type(row).objects.filter(pk=row.pk).update(**{field: day})
                yield row.pk, name

        return arrange(lambda: dict(rows()))

    return ended_rows


def kept(rows: dict[int, str], found) -> list[str]:
    pks = set(found.values_list("pk", flat=True))
    return [name for pk, name in rows.items() if pk in pks]


class TestOpenOn:
    def test_an_organisation_is_open_on_its_last_day(self, world, ended, arrange):
        rows = ended(lambda name: world.organisation(name, kind="employer"), "closed_on")
        assert arrange(lambda: kept(rows, Organisation.objects.open_on(TODAY))) == ["today", "tomorrow", "never"]

    def test_a_post_is_no_longer_open_the_day_it_closes(self, world, ended, arrange):
        rows = ended(lambda name: world.make_vacancy(world.employer, world.cantal), "closed_on")
        assert arrange(lambda: kept(rows, Vacancy.objects.open_on(TODAY))) == ["tomorrow", "never"]

    def test_a_dwelling_is_no_longer_there_the_day_it_is_withdrawn(self, world, ended, arrange):
        rows = ended(lambda name: world.dwelling(), "withdrawn_on")
        assert arrange(lambda: kept(rows, Dwelling.objects.to_let_on(TODAY))) == ["tomorrow", "never"]

    def test_a_dwelling_is_there_from_its_first_day(self, world, ended, arrange):
        rows = ended(lambda name: world.dwelling(), "withdrawn_on")
        never = {pk: name for pk, name in rows.items() if name == "never"}
        arrange(lambda: Dwelling.objects.filter(pk__in=never).update(available_from=TODAY))
        for day, there in ((YESTERDAY, []), (TODAY, ["never"]), (TOMORROW, ["never"])):
            assert arrange(lambda day=day: kept(never, Dwelling.objects.to_let_on(day))) == there

    def test_a_relay_flat_is_open_from_its_first_day_to_the_eve_of_its_closing(self, world, arrange):
        def days_open():
            flats = RelayFlat.objects.filter(pk=world.flat.pk)
            flats.update(opened_on=TODAY - timedelta(days=2), closed_on=TOMORROW)
            return [days for days in range(-4, 3) if flats.open_on(TODAY + timedelta(days=days)).exists()]

        assert arrange(days_open) == [-2, -1, 0]

    def test_a_relay_flat_without_an_end_stays_open(self, world, arrange):
        found = arrange(lambda: list(RelayFlat.objects.filter(territory=world.cantal).open_on(LONG_AGO)))
        assert found == [world.flat]


class TestCounts:
    """Of an organisation, in the list: its open posts and its dwellings."""

    @pytest.fixture
    def town(self, world, arrange):
        return arrange(lambda: world.organisation("Mairie de Vic", kind="local_authority", territory=world.cantal))

    def posts(self, world, town, *closed_on) -> None:
        for day in closed_on:
            post = world.make_vacancy(town, world.cantal)
            Vacancy.objects.filter(pk=post.pk).update(closed_on=day)

    def flats(self, world, town, *withdrawn_on) -> None:
        for day in withdrawn_on:
            flat = world.dwelling()
            Dwelling.objects.filter(pk=flat.pk).update(landlord=town, withdrawn_on=day)

    def test_what_is_open_is_counted_and_neither_multiplies_the_other(self, world, town, arrange, ask):
        def make():
            self.posts(world, town, None, TOMORROW, TODAY, YESTERDAY)
            self.flats(world, town, None, None, TOMORROW, TODAY, YESTERDAY)

        arrange(make)
        assert line(ask("organisations"), "Mairie de Vic") == "Mairie de Vic Collectivité Cantal 2 3"
        assert line(ask("organisations"), "Polygone") == "Polygone Bailleur Cantal 0 0"

    def test_a_dwelling_announced_is_counted_already(self, world, town, arrange, ask):
        arrange(lambda: self.flats(world, town, None))
        arrange(lambda: Dwelling.objects.update(available_from=TOMORROW))
        assert line(ask("organisations"), "Mairie de Vic").endswith(" 0 1")

    def test_nothing_open_is_none(self, world, town, arrange, ask):
        arrange(lambda: self.posts(world, town, YESTERDAY))
        assert line(ask("organisations"), "Mairie de Vic").endswith(" 0 0")


class TestDwellingsToOffer:
    """A flat that is offered or let is not offered to a second family; given back, it is."""

    STATES = {
        "offered": {"state": "offered"},
        "signed": {"state": "signed", "signed_on": TODAY},
        "moved_in": {"state": "signed", "signed_on": LONG_AGO, "moved_in_on": LONG_AGO, "ended_on": TODAY},
        "refused": {"state": "refused", "refused_on": TODAY},
    }

    @pytest.fixture
    def flats(self, world, arrange) -> dict[int, str]:
        def make():
            other = world.journey(Step.PRESENTED, name="Autre")
            made = {world.dwelling().pk: "free"}
            for name, fields in self.STATES.items():
                flat = world.dwelling()
                Lease.objects.create(
                    journey=other, dwelling=flat, offered_on=LONG_AGO, recorded_by=world.head, **fields
                )
                made[flat.pk] = name
            return made

        return arrange(make)

    FREE = ["free", "moved_in", "refused"]

    def test_held_is_offered_or_let(self, flats, arrange):
        assert arrange(lambda: kept(flats, Dwelling.objects.to_let_on(TODAY))) == self.FREE

    def test_it_is_held_from_the_offer_until_it_is_given_back(self, flats, arrange):
        """Whatever is written on the lease, its dwelling says so; the dwelling itself cannot be told otherwise."""
        lease = arrange(lambda: Lease.objects.get(state="signed", ended_on=None))
        free = next(pk for pk, name in flats.items() if name == "free")

        def held_after(**fields) -> bool:
            Lease.objects.filter(pk=lease.pk).update(**fields)
            Dwelling.objects.filter(pk=lease.dwelling_id).update(held=False)
            return Dwelling.objects.get(pk=lease.dwelling_id).held

        for fields, held in [
            ({}, True),
            ({"ended_on": TODAY}, False),
            ({"ended_on": None}, True),
            ({"state": "refused", "signed_on": None, "refused_on": TODAY}, False),
            ({"state": "offered", "refused_on": None}, True),
            ({"dwelling": free}, False),
        ]:
            assert arrange(lambda fields=fields: held_after(**fields)) is held, fields
        assert arrange(lambda: Dwelling.objects.get(pk=free).held) is True

    def test_the_list_and_the_landlord_tell_those_left(self, world, flats, ask, sign_in):
        told = {"": 3, "loues": 2, "tous": 5}
        assert {state: len(lines(ask("dwellings", state=state))) for state in told} == told
        assert line(ask("organisations"), "Polygone").endswith(" 0 3")
        assert len(names(sign_in(world.head).get(f"/partenaires/{world.landlord.pk}/"), "todo-what")) == 3

    def test_a_second_family_may_choose_among_those_left(self, world, flats, arrange, sign_in):
        def make():
            for fields in ({"available_from": TOMORROW}, {"withdrawn_on": TODAY}, {"territory": world.lozere}):
                Dwelling.objects.filter(pk=world.dwelling().pk).update(**fields)
            return world.journey(Step.CONTRACTED, name="Diallo")

        journey = arrange(make)
        page = sign_in(world.head).get(f"/dossiers/{journey.reference}/agir/proposer-un-logement/")
        choices = [pk for pk, _ in page.context["form"].fields["dwelling"].choices if pk]
        assert sorted(flats.get(pk.value, "?") for pk in choices) == self.FREE
