import pytest

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.machine import secret_values


def test_drawn_once_then_kept(tmp_path):
    path = tmp_path / "secrets.json"
    assert secret_values.load_or_draw(path) == secret_values.load_or_draw(path)


def test_only_the_owner_reads_them(tmp_path):
    path = tmp_path / "secrets.json"
    secret_values.load_or_draw(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_value_is_different_and_fits_in_an_address():
    drawn = list(vars(secret_values.draw()).values())
    assert len(set(drawn)) == len(drawn)
    assert all(value.replace("-", "").replace("_", "").isalnum() for value in drawn)


@pytest.mark.parametrize("content", ["", "{", "{}", '{"other": "1"}'])
def test_a_damaged_file_is_a_sentence_not_new_passwords(tmp_path, content):
    path = tmp_path / "secrets.json"
    path.write_text(content)
    with pytest.raises(Refusal, match="illisible"):
        secret_values.load_or_draw(path)
