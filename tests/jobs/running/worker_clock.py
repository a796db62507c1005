"""Loaded by the workers that the tests start, so that they live at the same time as the run."""

from tests import clock

clock.start()
