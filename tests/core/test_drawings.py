"""The drawings are those of the library, read at once."""

import lucide
import pytest

from emile.core.pages import drawings


@pytest.mark.parametrize("name", ["house", "circle-check", "hourglass", "accessibility", "rotate-ccw"])
def test_each_is_as_the_library_draws_it(name):
    assert drawings.draw(name, 16) == lucide._render_icon(name, 16, stroke_width="1.75")


def test_one_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        drawings.draw("no-such-drawing", 16)


def test_the_archive_is_opened_once(monkeypatch):
    drawings.archive.cache_clear()
    opened = []
    monkeypatch.setattr(drawings, "ZipFile", lambda given: opened.append(1) or lucide.ZipFile(given))
    for name in ("house", "star", "info"):
        drawings.draw(name, 18)
    assert opened == [1]
    drawings.archive.cache_clear()
