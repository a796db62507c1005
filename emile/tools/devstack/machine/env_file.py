"""`var/env`: the variables of the running demo, for a shell (`set -a; . var/env`) and for `make manage`."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from emile.tools.devstack.machine.secret_values import write_private


def write(path: Path, values: Mapping[str, str]) -> None:
    write_private(path, "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items()))


def read(path: Path) -> dict[str, str]:
    lines = [shlex.split(line) for line in path.read_text().splitlines() if line.strip()]
    return dict(words[0].split("=", 1) for words in lines)
