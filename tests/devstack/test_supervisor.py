from pathlib import Path

import pytest

from emile.tools.devstack.stack.supervisor import LONGEST_DELAY, WELL_AFTER, Watched


class Fragile:
    label, log, code = "Le serveur web", Path("web.log"), 3

    def __init__(self):
        self.is_alive, self.started_at, self.starts = False, 0.0, 0

    def start(self):
        self.starts += 1

    def sweep(self):
        pass


@pytest.fixture
def fragile():
    return Fragile()


def test_a_living_process_is_left_alone(fragile, capsys):
    fragile.is_alive = True
    Watched(fragile).look(10)
    assert fragile.starts == 0
    assert capsys.readouterr().out == ""


def test_a_dead_one_is_announced_once_then_started_again(fragile, capsys):
    watched = Watched(fragile)
    for now in (10, 10.1, 10.6):
        watched.look(now)
    assert fragile.starts == 1
    assert capsys.readouterr().out.count("Le serveur web s'est arrêté (code 3)") == 1


def test_one_that_keeps_dying_is_started_less_and_less(fragile):
    watched = Watched(fragile)
    for second in range(200):
        fragile.started_at = second - 1  # it never lasts
        watched.look(second)
    assert watched.delay == LONGEST_DELAY
    assert 5 < fragile.starts < 15


def test_one_that_ran_well_is_started_again_at_once(fragile):
    watched = Watched(fragile, delay=LONGEST_DELAY)
    watched.look(WELL_AFTER + 1)
    assert watched.restart_at == pytest.approx(WELL_AFTER + 1.5)
