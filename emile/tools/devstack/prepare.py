"""Migrations, demonstration data and the list of its accounts, in one Django process: starting one takes 2 s.

The only file here that imports Django; it runs as a process of its own
(``python -m emile.tools.devstack.prepare FILE``).
"""

import io
import os
import sys
from pathlib import Path

from emile.tools.devstack.machine.secret_values import write_private


def main(accounts: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emile.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare_demo")
    shown = io.StringIO()
    call_command("demo_accounts", stdout=shown)
    write_private(accounts, shown.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
