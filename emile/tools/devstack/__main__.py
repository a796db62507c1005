"""``python -m emile.tools.devstack COMMAND``: what `make COMMAND` runs once the virtual environment is ready."""

import sys

from emile.tools.devstack import bench, checks, clock_runs, demo, manage, mutants
from emile.tools.devstack.console import Refusal, warn

COMMANDS = {
    "demo": demo.run,
    "test": checks.run,
    "test-mutants": mutants.run,
    "test-clock": clock_runs.run,
    "bench": bench.run,
    "manage": manage.run,
    "shell-db": manage.shell_db,
    "screenshots": manage.screenshots,
}


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in COMMANDS:
        warn(f"Commande inconnue : « {command} ». Connues : {', '.join(COMMANDS)}.")
        return 2
    try:
        return COMMANDS[command]()
    except Refusal as refusal:
        warn(str(refusal))
        return 1


if __name__ == "__main__":
    sys.exit(main())
