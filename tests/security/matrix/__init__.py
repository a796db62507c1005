"""Who gets what at every address: read it as the contract of the product.

One line an address. ``get`` and ``post`` give the answer to each role on an object of its own: « 200 PRHC, 403 D »,
``*`` for everybody signed in and not named, letters as in ``whole_world.LETTERS``:

P prescriber · R referent · H service head · C caseworker · m manager · M manager who opened this file with a reason ·
L partner · D data protection officer · A anonymous · X somebody whose membership has ended: these two are sent to sign
in unless named

``elsewhere`` is the answer for an object of somebody else, and for one that does not exist: the same, to the byte.
A POST carries nothing: 200 or 422 is the form again, with its errors; 302 an act that asks nothing.
"""

from tests.security.matrix.around import accounts, jobs, overview, public
from tests.security.matrix.directory import directory, reference
from tests.security.matrix.files import files
from tests.security.matrix.rows import INSIDE, OUTSIDE, Row

__all__ = ["INSIDE", "OUTSIDE", "Row", "all_rows"]


def all_rows() -> list[Row]:
    return [*public(), *accounts(), *files(), *overview(), *directory(), *reference(), *jobs()]
