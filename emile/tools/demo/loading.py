"""Everything, in one transaction: either the demonstration is there, or nothing of it is."""

from datetime import date

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.tools.demo.cast import Cast
from emile.tools.demo.current import CurrentFiles
from emile.tools.demo.invented.accounts import PEOPLE
from emile.tools.demo.invented.directory import Directory
from emile.tools.demo.oversight import write_oversight
from emile.tools.demo.published import PublishedFiles
from emile.tools.demo.resettled import ResettledFiles


def is_loaded() -> bool:
    """The accounts are written with the files: one of them is enough to know."""
    with acting_as_system():
        return User.objects.filter(email=PEOPLE[0].email).exists()


def load(today: date) -> bool:
    """Write the demonstration as it is on that day; says whether there was anything to do."""
    if is_loaded():
        return False
    with acting_as_system():
        directory = Directory(today).write()
        CurrentFiles(Cast(directory, seed=15014, programme="emile")).write()
        PublishedFiles(Cast(directory, seed=2014, programme="utue")).write()
        ResettledFiles(Cast(directory, seed=2016, programme="reinstalles")).write()
        write_oversight(today)
    return True
