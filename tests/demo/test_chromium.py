"""The browser that takes the pictures."""

from emile.tools.demo.chromium import lacks_french


def test_a_browser_without_french_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr("emile.tools.demo.chromium.LOCALES", ())
    browser = tmp_path / "chromium"
    assert not lacks_french(str(browser)), "nothing is known"
    (tmp_path / "locales").mkdir()
    assert lacks_french(str(browser))
    (tmp_path / "locales" / "fr.pak").touch()
    assert not lacks_french(str(browser))
