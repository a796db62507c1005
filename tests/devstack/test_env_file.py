import subprocess

from emile.tools.devstack.machine import env_file

AWKWARD = {"PLAIN": "a", "QUOTED": "l'œil \"d'or\"", "SPACES": " two  spaces ", "DOLLAR": "$HOME `id` \\", "EMPTY": ""}


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "env"
    env_file.write(path, AWKWARD)
    assert env_file.read(path) == AWKWARD


def test_a_shell_reads_the_same(tmp_path):
    path = tmp_path / "env"
    env_file.write(path, AWKWARD)
    script = f'set -a; . "{path}"; env -0'
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    seen = dict(line.split("=", 1) for line in shown.split("\0") if line)
    assert {name: seen[name] for name in AWKWARD} == AWKWARD


def test_it_is_private_even_when_replaced(tmp_path):
    path = tmp_path / "env"
    path.write_text("")
    path.chmod(0o644)
    env_file.write(path, AWKWARD)
    assert path.stat().st_mode & 0o777 == 0o600
