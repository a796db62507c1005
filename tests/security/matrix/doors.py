"""Who enters where, named once; and what stands behind the door for whoever may not, or sends an empty form."""

from tests.security.matrix.rows import Of, Row

FOLLOWERS = "200 PRHCM, 404 *"
PARIS_FIRST = "200 PR, 404 *"
FOLLOWERS_ACT = "302 PRHCM, 404 *"
LOOKS_AFTER_ACCOUNTS = "200 mMD, 403 *"
WRITES_DIRECTORY = "200 HmM, 403 *"
WORKS_ON_FILES = "200 PRHCmM, 403 *"
WORKS_IN_TERRITORY = "200 RHC, 403 *"
MANAGERS = "200 mM, 403 *"
LISTS = ("?q={foreign}", "?page=2")


def refused(line: str) -> str:
    """The same people, and their empty form comes back with its errors."""
    return line.replace("200", "422")


def gone(line: str) -> str:
    """The same door: who may enter finds nothing, the others stay outside."""
    return line.replace("200", "404")


def shut(line: str) -> str:
    """The same door, and no such method behind it."""
    return line.replace("200", "405")


def form(name: str, of: Of | None, who: str, *, variant: str = "", shows: str = "", elsewhere: str = "") -> Row:
    """A page with a form behind a door: refused at the door, whatever the object."""
    return Row(name, of, get=who, post=refused(who), elsewhere=elsewhere or gone(who), variant=variant, shows=shows)
