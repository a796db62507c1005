"""Puts a family, its team and its programme together, ready to walk."""

from datetime import date, timedelta
from random import Random
from typing import Unpack

from emile.reference.models import Programme
from emile.tools.demo.invented.directory import Directory
from emile.tools.demo.invented.families import Families, Wished
from emile.tools.demo.invented.relays import Relays
from emile.tools.demo.path import Path, Team

PRESCRIBERS = {
    "samusocial": ("prescripteur", "referent", "ile-de-france"),
    "samusocial-2": ("prescripteur.samusocial", "referent", "ile-de-france"),
    "charonne": ("prescripteur.charonne", "referent", "ile-de-france"),
    "toit-et-joie": ("prescripteur.toit", "referent", "ile-de-france"),
    "hotel-social": ("prescripteur.93", "referent", "ile-de-france"),
    "lyon": ("prescripteur.lyon", "referent.lyon", "lyon"),
    "reinstalles": ("referent.reinstalles", "referent.reinstalles", "premier-asile"),
}
HEADS = {"cantal": "chef", "lozere": "chef.lozere"}
CASEWORKERS = {"cantal": "accompagnement", "lozere": "accompagnement.lozere"}


class Cast:
    def __init__(self, directory: Directory, *, seed: int, programme: str):
        self.directory = directory
        self.today = directory.today
        self.relays = Relays(directory)
        self.families = Families(seed)
        self.drawn = Random(seed)  # noqa: S311
        self.programme = Programme.objects.get(code=programme)

    def team(self, structure: str, territory: str, caseworker: str) -> Team:
        prescriber, referent, origin = PRESCRIBERS[structure]
        people = self.directory.people
        return Team(
            structure=self.directory.organisations[structure.removesuffix("-2")],
            prescriber=people[prescriber],
            referent=people[referent],
            head=people[HEADS[territory]],
            caseworker=people[caseworker or CASEWORKERS[territory]],
            origin=origin,
            territory=territory,
        )

    def file(
        self,
        structure: str = "samusocial",
        *,
        territory: str = "cantal",
        caseworker: str = "",
        on: date | None = None,
        **family: Unpack[Wished],
    ) -> Path:
        """A new file, not opened yet. ``family``: see ``Families.invent``."""
        invented = self.families.invent(on or self.today - timedelta(days=150), **family)
        team = self.team(structure, territory, caseworker)
        return Path(self.directory, self.relays, team, self.programme, invented, self.drawn)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)
