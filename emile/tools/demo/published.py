"""« Un toit, un emploi » as its public page counts it: 35 families kept with 26 children in all, 21 installed or being
installed, 10 that did not go to the end, and hence 4 on the way.

The page gives neither the number of adults nor the dates. Past files are spread from the launch (end of 2014) to the
end of 2017; those still under way follow today, so that the screens have them at work. See docs/demo.md.
"""

from datetime import date, timedelta

from emile.tools.demo.cast import Cast
from emile.tools.demo.path import Mark, Path

CHILDREN = [0, 1, 0, 2, 0, 0, 1, 3, 0, 0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 3, 1, 0, 2, 0, 1, 0, 2, 1]
"""One number a family: 35 of them, 26 in all."""
STRUCTURES = ["samusocial", "charonne", "hotel-social", "toit-et-joie", "samusocial"]
FIRST_MOVE_IN = date(2015, 4, 8)
DAYS_BETWEEN_MOVE_INS = 56
INSTALLED_LONG_AGO = 16

GAVE_UP = [
    # last mark, day, reason
    (Mark.SHORTLIST, date(2015, 3, 26), "exit-before-move-in-stays-in-origin"),
    (Mark.CONTACT, date(2015, 7, 9), "exit-before-move-in-hired-in-origin"),
    (Mark.MEET, date(2015, 10, 15), "exit-before-move-in-housed-in-origin"),
    (Mark.RETURN, date(2016, 2, 18), "exit-before-move-in-immersion"),
    (Mark.SHORTLIST, date(2016, 5, 12), "exit-before-move-in-family"),
    (Mark.RETURN, date(2016, 9, 8), "exit-before-move-in-project-failed"),
    (Mark.CONTACT, date(2016, 11, 24), "exit-before-move-in-no-vacancy"),
    (Mark.AGREE, date(2017, 3, 16), "exit-before-move-in-employer-refusal"),
    (Mark.MEET, date(2017, 6, 22), "exit-before-move-in-lost-contact"),
    (Mark.AGREE, date(2017, 10, 5), "exit-before-move-in-housed-in-origin"),
]


class PublishedFiles:
    def __init__(self, cast: Cast):
        self.cast = cast
        self._children = iter(CHILDREN)
        self._number = 0

    def write(self) -> None:
        for rank in range(INSTALLED_LONG_AGO):
            self.installed_long_ago(FIRST_MOVE_IN + timedelta(days=rank * DAYS_BETWEEN_MOVE_INS))
        for mark, day, reason in GAVE_UP:
            self.gave_up(mark, day, reason)
        self.being_installed()
        self.on_the_way()

    def file(self, on: date) -> Path:
        self._number += 1
        return self.cast.file(
            STRUCTURES[self._number % len(STRUCTURES)],
            on=on - timedelta(days=150),
            couple=self._number % 5 < 2,
            children=next(self._children),
            caseworker="accompagnement" if self._number % 3 else "accompagnement2",
        )

    def installed_long_ago(self, move_in: date) -> None:
        path = self.file(move_in).walk(Mark.MOVE_IN, move_in)
        for month in (0, 2, 8):
            path.act(move_in + timedelta(days=4 + 30 * month))
        path.days[Mark.EXIT] = move_in + timedelta(days=350 + self._number % 7 * 20)
        path.exit()

    def gave_up(self, mark: Mark, day: date, reason: str) -> None:
        path = self.file(day).walk(mark, day - timedelta(days=12))
        path.leave(reason, day)

    def being_installed(self) -> None:
        ago = self.cast.ago
        self.file(ago(40)).walk(Mark.CONTRACT, ago(6))
        self.file(ago(40)).walk(Mark.OFFER, ago(2))
        self.file(ago(40)).walk(Mark.MOVE_IN, ago(3))
        for days in (64, 118):
            path = self.file(ago(days)).walk(Mark.MOVE_IN, ago(days))
            path.act(ago(days - 5))
            path.act(ago(days - 30))
            path.act(ago(12), next_in=9)

    def on_the_way(self) -> None:
        ago = self.cast.ago
        self.file(ago(20)).walk(Mark.SHORTLIST, ago(4))
        self.file(ago(20)).walk(Mark.CONTACT, ago(8))
        self.file(ago(20)).walk(Mark.MEET, ago(5))
        self.file(ago(20)).walk(Mark.AGREE, ago(3))
