"""Inventing families: who they are, where they live, what they can do. Drawn from one seed, the same every time."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypedDict, Unpack

from emile.tools.demo.invented.names import BOYS, GIRLS, ORIGINS, Origin

TRADES = [
    "H2206",
    "F1703",
    "F1606",
    "F1603",
    "F1602",
    "F1604",
    "F1610",
    "K1304",
    "K1302",
    "K1303",
    "G1602",
    "G1603",
    "D1102",
    "K2204",
    "N1103",
    "I1604",
    "A1203",
]
"""Trades wanted around Aurillac (bâtiment, aide à la personne, restauration, menuiserie, artisanat) and neighbours."""
HOUSING = (
    "hotel hotel hotel shelter shelter third_party third_party residence intermediation overcrowded unfit eviction"
)
WORK = (
    "unemployed_0_6 unemployed_6_11 unemployed_6_11 unemployed_12_23 unemployed_12_23 unemployed_24 employed training"
)
SPOKEN = "a2 b1 b1 b2 b2 c1"
WRITTEN = {"a1": "a11", "a2": "a1", "b1": "a2", "b2": "b1", "c1": "b2", "native": "native"}
MOBILITIES = "public licence_no_car licence_car foreign code learning"


@dataclass
class Person:
    link: str
    first_name: str
    last_name: str
    sex: str
    birth_date: date

    @property
    def civility(self) -> str:
        return "" if self.link == "child" else {"f": "mrs", "m": "mr"}[self.sex]


@dataclass
class Family:
    origin: Origin
    people: list[Person]
    trades: list[str]
    housing: str
    housed_since: date
    document: str
    papers_expire_on: date | None
    work: str
    spoken: str
    mobility: str
    incomes: list[tuple[str, Decimal]]
    consent_missing: bool = False
    debts: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.people[0].last_name

    @property
    def adults(self) -> list[Person]:
        return [person for person in self.people if person.link != "child"]

    @property
    def children(self) -> list[Person]:
        return [person for person in self.people if person.link == "child"]


class Imposed(TypedDict, total=False):
    """What may be said of a family instead of drawn."""

    document: str
    spoken: str
    housing: str


class Wished(Imposed, total=False):
    couple: bool
    children: int
    origin: str
    trade: str


class Families:
    """Draws families one after the other."""

    def __init__(self, seed: int):
        self.random = Random(seed)  # noqa: S311
        self._origins = list(ORIGINS.values())
        self._turn = self.random.randrange(len(self._origins))

    def invent(
        self,
        on: date,
        *,
        couple: bool = False,
        children: int = 0,
        origin: str = "",
        trade: str = "",
        **imposed: Unpack[Imposed],
    ) -> Family:
        """A family as it is on the day its file is opened."""
        drawn = self.random
        roots = ORIGINS[origin] if origin else self._next_origin()
        people = self._people(on, roots, couple, children)
        spoken = "native" if roots.nationality == "fr" else drawn.choice(SPOKEN.split())
        document, expires_on = self._papers(on, roots)
        family = Family(
            origin=roots,
            people=people,
            trades=self._trades(trade),
            housing=drawn.choice(HOUSING.split()),
            housed_since=on - timedelta(days=drawn.randrange(120, 1500)),
            document=document,
            papers_expire_on=expires_on,
            work=drawn.choice(WORK.split()),
            spoken=spoken,
            mobility=drawn.choice(MOBILITIES.split()),
            incomes=self._incomes(couple, children),
            debts=[("rent", Decimal(drawn.randrange(3, 24) * 100))] if drawn.random() < 0.2 else [],
        )
        return replace(family, **imposed)

    def _next_origin(self) -> Origin:
        self._turn = (self._turn + 1) % len(self._origins)
        return self._origins[self._turn]

    def _people(self, on: date, roots: Origin, couple: bool, children: int) -> list[Person]:
        drawn = self.random
        surname = drawn.choice(roots.surnames)
        age = drawn.randrange(24, 51) if not children else drawn.randrange(26, 46)
        woman_applies = drawn.random() < 0.55
        applicant = self._adult(on, roots, surname, "applicant", "f" if woman_applies else "m", age)
        people = [applicant]
        if couple:
            own_name = surname if drawn.random() < 0.6 else drawn.choice(roots.surnames)
            other = "m" if woman_applies else "f"
            people.append(self._adult(on, roots, own_name, "partner", other, max(22, age + drawn.randrange(-5, 6))))
        taken: set[str] = set()
        for child_age in sorted(drawn.sample(range(1, min(15, age - 18)), children), reverse=True):
            sex = drawn.choice("fm")
            first_name = drawn.choice([name for name in (GIRLS if sex == "f" else BOYS) if name not in taken])
            taken.add(first_name)
            people.append(Person("child", first_name, surname, sex, self._born(on, child_age)))
        return people

    def _adult(self, on: date, roots: Origin, surname: str, link: str, sex: str, age: int) -> Person:
        first_name = self.random.choice(roots.women if sex == "f" else roots.men)
        return Person(link, first_name, surname, sex, self._born(on, age))

    def _born(self, on: date, age: int) -> date:
        return date(on.year - age, 1, 1) + timedelta(days=self.random.randrange(0, 365) - 365)

    def _trades(self, first: str) -> list[str]:
        first = first or self.random.choice(TRADES)
        return [first, self.random.choice([trade for trade in TRADES if trade != first])]

    def _papers(self, on: date, roots: Origin) -> tuple[str, date | None]:
        if roots.nationality == "fr":
            return "identity", None
        if roots.nationality == "eu":
            return "eu", None
        document = self.random.choice(
            ["resident", "resident", "multi_year", "multi_year", "temporary", "refugee", "subsidiary"]
        )
        return document, on + timedelta(days=self.random.randrange(500, 2600))

    def _incomes(self, couple: bool, children: int) -> list[tuple[str, Decimal]]:
        drawn = self.random
        main = drawn.choice([("rsa", 560), ("are", 910), ("wage", 1240), ("wage", 1020), ("ass", 545)])
        amounts = [(main[0], Decimal(main[1] + drawn.randrange(0, 12) * 10 + (210 if couple else 0)))]
        if children:
            amounts.append(("family", Decimal(150 * children + drawn.randrange(0, 9) * 10)))
        return amounts
