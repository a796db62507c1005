"""« Réinstallés »: large families recognised as refugees abroad, welcomed without Paris diagnosis nor immersion."""

from datetime import date, timedelta

from candidates.journey import first_half, following
from emile.tools.demo.cast import Cast
from emile.tools.demo.path import Mark, Path


class ResettledFiles:
    def __init__(self, cast: Cast):
        self.cast = cast

    def write(self) -> None:
        ago = self.cast.ago
        self.file(4).walk(Mark.OPEN, ago(12))
        arrived = self.welcomed(self.file(3), ago(20))
        arrived.act(ago(18), next_in=25)
        offered = self.welcomed(self.file(5), ago(33))
        offered.days[Mark.OFFER] = ago(21)
        offered.offer()
        for children, days in [(4, 95), (3, 210)]:
            path = self.settled(self.welcomed(self.file(children), ago(days)), ago(days - 24))
            for after in (5, 21, 40, 70):
                path.act(path.days[Mark.MOVE_IN] + timedelta(days=after), next_in=9 if after == 70 else None)
        path = self.settled(self.welcomed(self.file(4), ago(540)), ago(515))
        for after in (4, 30, 90, 180, 300):
            path.act(path.days[Mark.MOVE_IN] + timedelta(days=after))
        path.days[Mark.EXIT] = ago(180)
        path.exit()

    def file(self, children: int) -> Path:
        """Syrian families, as the programme was announced for; French is learnt here."""
        return self.cast.file(
            "reinstalles",
            caseworker="accompagnement2",
            couple=True,
            children=children,
            origin="syria",
            document="refugee",
            spoken="a1",
            housing="other",
        )

    def welcomed(self, path: Path, on: date) -> Path:
        path.walk(Mark.OPEN, on - timedelta(days=20))
        first_half.welcome(path.journey, by=path.team.referent, on=on, territory=path.territory)
        following.assign(path.journey, by=path.team.head, on=on, caseworker=path.team.caseworker)
        return path

    def settled(self, path: Path, move_in: date) -> Path:
        path.days |= {
            Mark.OFFER: move_in - timedelta(days=14),
            Mark.LEASE: move_in - timedelta(days=3),
            Mark.MOVE_IN: move_in,
        }
        path.offer()
        path.lease()
        path.move_in()
        return path
