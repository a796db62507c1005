"""The organisations, people, posts and flats of the demonstration.

Real: the partners named by the public pages (see docs/demo.md). Invented: every employer, every person.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from emile.accounts.models import User
from emile.reference.models import Commune, OriginArea, Territory, Trade
from emile.tools.demo.invented.accounts import PEOPLE, make_account
from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy

LAUNCH = date(2014, 11, 3)
INVENTED = "Entreprise inventée pour la démonstration."
REAL = "Partenaire cité par les pages publiques du programme ; les personnes et les dossiers sont inventés."

PARTNERS = [
    # code, name, short name, kind, address, commune, origin area, territory
    ("aurore", "Association Aurore", "Aurore", "operator", "26 rue de la Jordanne", "15014", "", ""),
    ("samusocial", "Samusocial de Paris", "Samu social", "prescriber", "", "75056", "ile-de-france", ""),
    ("charonne", "Association Charonne", "Charonne", "prescriber", "", "75056", "ile-de-france", ""),
    ("toit-et-joie", "Toit et Joie", "", "prescriber", "", "75056", "ile-de-france", ""),
    ("hotel-social", "Hôtel Social 93", "", "prescriber", "", "93008", "ile-de-france", ""),
    ("lyon", "Relais habitat du Rhône (inventé)", "Relais habitat", "prescriber", "", "69123", "lyon", ""),
    ("reinstalles", "Aurore – accueil des familles réinstallées", "", "prescriber", "", "75056", "premier-asile", ""),
    ("polygone", "Polygone", "", "landlord", "", "15014", "", "cantal"),
    ("lozere-habitat", "Habitat des Causses (inventé)", "", "landlord", "", "48095", "", "lozere"),
    ("dahlir", "DAHLIR", "", "leisure", "", "15014", "", "cantal"),
    ("fnavdl", "FNAVDL – fonds national d'accompagnement vers et dans le logement", "FNAVDL", "funder", "", "", "", ""),
    ("ddcspp", "DDCSPP du Cantal", "", "state", "", "15014", "", "cantal"),
    ("gip-his", "GIP Habitat et interventions sociales", "GIP HIS", "state", "", "75056", "ile-de-france", ""),
    ("prefecture", "Préfecture de la région d'Île-de-France", "", "state", "", "75056", "ile-de-france", ""),
    ("france-travail", "France Travail Aurillac", "", "work", "", "15014", "", "cantal"),
    ("mairie", "Ville d'Aurillac", "", "local_authority", "", "15014", "", "cantal"),
]
NOTES = {
    "polygone": "2 000 logements sociaux dans le Cantal. " + REAL,
    "lozere-habitat": "Bailleur inventé pour la démonstration.",
    "lyon": "Structure inventée pour la démonstration.",
}

EMPLOYERS = [
    # name, commune, territory, trades
    ("Menuiserie des Monts d'Argent", "15014", "cantal", ("H2206", "F1604")),
    ("Bâtisseurs de la Cère", "15012", "cantal", ("F1703", "F1704")),
    ("Peinture Vernholes", "15267", "cantal", ("F1606",)),
    ("Chauffage Sanitaire du Carladès", "15258", "cantal", ("F1603", "F1602")),
    ("Toitures de la Jordanne", "15140", "cantal", ("F1610",)),
    ("Aide à domicile Les Genêts", "15014", "cantal", ("K1304", "K1302")),
    ("Résidence Le Clos des Tilleuls", "15012", "cantal", ("K1302", "K2204", "J1501")),
    ("Auberge du Pas de Cère", "15258", "cantal", ("G1602", "G1603")),
    ("Brasserie de la Place Basse", "15014", "cantal", ("G1602", "G1603", "G1605")),
    ("Boulangerie Au Pain de Seigle", "15014", "cantal", ("D1102", "D1104")),
    ("Propreté Haute-Auvergne Services", "15014", "cantal", ("K2204",)),
    ("Garage de la Planèze", "15187", "cantal", ("I1604",)),
    ("Paysages du Haut Cantal", "15120", "cantal", ("A1203",)),
    ("Plateforme logistique du Veinazès", "15267", "cantal", ("N1103", "N1105")),
    ("Crèche associative Les Myrtilles", "15014", "cantal", ("K1303",)),
    ("Maçonnerie des Causses", "48095", "lozere", ("F1703", "F1606", "F1603", "F1602", "F1610")),
    ("Hôtellerie du Gévaudan", "48092", "lozere", ("G1602", "G1603", "G1501")),
    ("Services à domicile Margeride", "48095", "lozere", ("K1304", "K1302", "K1303", "K2204")),
    ("Ateliers bois de l'Aubrac", "48092", "lozere", ("H2206", "F1604", "D1102", "I1604", "N1103", "A1203")),
]

VACANCIES = [
    # employer, trade, title, contract, hours, wage, places, days since the last news, shifts, licence, french
    (0, "H2206", "Menuisier d'atelier", "cdi", 35, 1980, 1, 6, "day", False, "a2"),
    (0, "F1604", "Poseur d'agencements", "cdi", 39, 2150, 2, 12, "day", True, "b1"),
    (1, "F1703", "Maçon", "cdi", 39, 2240, 3, 4, "day", False, "a2"),
    (1, "F1704", "Aide-maçon", "promise", 39, 1890, 1, 40, "day", False, "a1"),
    (2, "F1606", "Peintre en bâtiment", "cdi", 35, 1950, 1, 21, "day", True, "a2"),
    (3, "F1603", "Plombier chauffagiste", "cdi", 39, 2310, 1, 9, "day", True, "b1"),
    (3, "F1602", "Électricien du bâtiment", "cdd", 39, 2180, 1, 33, "day", True, "b1"),
    (4, "F1610", "Couvreur lauzier", "cdi", 39, 2290, 2, 15, "day", False, "a2"),
    (5, "K1304", "Aide à domicile", "cdi", 28, 1490, 4, 3, "day,weekend", True, "b1"),
    (5, "K1302", "Auxiliaire de vie", "cdi", 35, 1840, 2, 18, "staggered,weekend", True, "b1"),
    (6, "K1302", "Agent de vie en résidence", "cdd", 35, 1820, 1, 27, "staggered,night", False, "b2"),
    (6, "K2204", "Agent d'entretien en résidence", "cdi", 30, 1560, 1, 50, "day", False, "a1"),
    (7, "G1602", "Commis de cuisine", "seasonal", 39, 1990, 2, 11, "staggered,weekend", False, "a2"),
    (7, "G1603", "Serveur polyvalent", "seasonal", 39, 1960, 1, 11, "staggered,weekend", False, "b2"),
    (8, "G1602", "Cuisinier", "cdi", 39, 2120, 1, 30, "staggered", False, "b1"),
    (9, "D1102", "Boulanger", "cdi", 35, 2050, 1, 7, "night,weekend", False, "a2"),
    (10, "K2204", "Agent de propreté", "cdi", 25, 1310, 3, 95, "staggered", True, "a1"),
    (11, "I1604", "Mécanicien automobile", "cdi", 39, 2200, 1, 110, "day", True, "b1"),
    (12, "A1203", "Jardinier paysagiste", "cdd", 35, 1870, 1, 61, "day", True, "a2"),
    (13, "N1103", "Préparateur de commandes", "temporary", 35, 1830, 5, 2, "staggered", False, "a2"),
    (14, "K1303", "Auxiliaire petite enfance", "apprenticeship", 35, 1400, 1, 20, "day", False, "b2"),
    (15, "F1703", "Maçon pierre", "cdi", 39, 2200, 2, 14, "day", False, "a2"),
    (16, "G1602", "Cuisinier de collectivité", "cdi", 35, 1990, 1, 24, "day", False, "b1"),
    (17, "K1304", "Aide à domicile", "cdi", 30, 1580, 3, 5, "day,weekend", True, "b1"),
    (18, "H2206", "Menuisier fabricant", "cdi", 39, 2080, 1, 37, "day", False, "a2"),
]

STREETS = [
    "rue de la Jordanne",
    "avenue des Volontaires",
    "rue du Docteur Patry",
    "rue de Firminy",
    "avenue du Général Leclerc",
    "boulevard de Canteloube",
    "rue Jean-Baptiste Champeil",
    "rue Paul Doumer",
    "avenue de Conthe",
    "rue de Marmiers",
]

SIZES = {
    # kind: surface, rent, charges
    "T2": (48, 318, 62),
    "T3": (64, 386, 84),
    "T4": (78, 452, 104),
    "T5": (94, 518, 126),
}

FREE_DWELLINGS = [
    ("T2", 20),
    ("T2", -15),
    ("T3", 60),
    ("T3", 8),
    ("T3", -30),
    ("T4", 33),
    ("T4", 3),
    ("T5", 90),
    ("T2", 140),
    ("T3", 25),
]
"""Kind, and for how many days they have been free (not yet, when negative)."""


@dataclass
class Directory:
    """What the files refer to, by short code."""

    today: date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    employers: list[Organisation] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)
    flats: dict[str, list[RelayFlat]] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    origins: dict[str, OriginArea] = field(default_factory=dict)
    trades: dict[str, Trade] = field(default_factory=dict)
    communes: dict[str, Commune] = field(default_factory=dict)
    _streets: int = 0

    def write(self) -> "Directory":
        self.territories = {row.code: row for row in Territory.objects.all()}
        self.origins = {row.code: row for row in OriginArea.objects.all()}
        self.trades = {row.code: row for row in Trade.objects.filter(valid_to=None)}
        codes = {commune for row in PARTNERS if (commune := row[5])} | {row[1] for row in EMPLOYERS}
        self.communes = {row.code: row for row in Commune.objects.filter(code__in=codes)}
        self._write_organisations()
        self._write_people()
        self._write_offers()
        return self

    def _write_organisations(self) -> None:
        for code, name, short_name, kind, address, commune, origin, territory in PARTNERS:
            self.organisations[code] = Organisation(
                name=name,
                short_name=short_name,
                kind=kind,
                address=address,
                siret="77568497000244" if code == "aurore" else "",
                commune=self.communes.get(commune),
                origin_area=self.origins.get(origin),
                territory=self.territories.get(territory),
                note=NOTES.get(code, REAL),
            )
        Organisation.objects.bulk_create(self.organisations.values())
        self.employers = Organisation.objects.bulk_create(
            Organisation(
                name=name,
                kind="employer",
                commune=self.communes[commune],
                territory=self.territories[territory],
                phone=f"04 71 00 00 {number:02}",
                email=f"contact{number}@employeur.exemple.test",
                note=INVENTED,
            )
            for number, (name, commune, territory, _trades) in enumerate(EMPLOYERS, start=1)
        )
        Contact.objects.bulk_create(_contacts(self))

    def _write_people(self) -> None:
        memberships = []
        for person in PEOPLE:
            self.people[person.code] = make_account(person)
            memberships.append(
                Membership(
                    user=self.people[person.code],
                    organisation=self.organisations[person.organisation],
                    role=person.role,
                    territory=self.territories.get(person.territory),
                    origin_area=self.origins.get(person.origin),
                    valid_from=LAUNCH,
                )
            )
        User.objects.bulk_create(self.people.values())
        Membership.objects.bulk_create(memberships)

    def _write_offers(self) -> None:
        self.flats = {
            "cantal": [
                self._flat("Relais de la Jordanne", "cantal", "polygone", "18 rue de la Jordanne, Aurillac", 6),
                self._flat("Relais des Carmes", "cantal", "polygone", "7 rue des Carmes, Aurillac", 5),
            ],
            "lozere": [self._flat("Relais de Mende", "lozere", "lozere-habitat", "3 place Urbain-V, Mende", 6)],
        }
        self.vacancies = Vacancy.objects.bulk_create(self._vacancy(*row) for row in VACANCIES)
        Dwelling.objects.bulk_create(
            self.new_dwelling(kind, on=self.today - timedelta(days=days)) for kind, days in FREE_DWELLINGS
        )

    def _flat(self, name: str, territory: str, landlord: str, address: str, capacity: int) -> RelayFlat:
        return RelayFlat.objects.create(
            name=name,
            territory=self.territories[territory],
            landlord=self.organisations[landlord],
            address=address,
            capacity=capacity,
            opened_on=LAUNCH if territory == "cantal" else date(2019, 7, 1),
        )

    def _vacancy(
        self,
        employer: int,
        trade: str,
        title: str,
        contract: str,
        hours: int,
        wage: int,
        places: int,
        news: int,
        shifts: str,
        licence: bool,
        french: str,
    ) -> Vacancy:
        at = self.employers[employer]
        return Vacancy(
            employer=at,
            territory=at.territory,
            trade=self.trades[trade],
            title=title,
            contract=contract,
            weekly_hours=Decimal(hours),
            monthly_wage=Decimal(wage),
            shifts=shifts.split(","),
            licence_required=licence,
            french_level=french,
            commune=at.commune,
            starts_on=self.today + timedelta(days=30),
            places=places,
            last_news_on=self.today - timedelta(days=news),
        )

    def new_dwelling(self, kind: str, *, on: date, territory: str = "cantal") -> Dwelling:
        """Not saved. Each has an address of its own."""
        self._streets += 1
        surface, rent, charges = SIZES[kind]
        landlord, commune = {"cantal": ("polygone", "15014"), "lozere": ("lozere-habitat", "48095")}[territory]
        number = 2 + 3 * (self._streets // len(STREETS))
        return Dwelling(
            landlord=self.organisations[landlord],
            territory=self.territories[territory],
            commune=self.communes[commune],
            address=f"{number} {STREETS[self._streets % len(STREETS)]}",
            kind=kind,
            surface=Decimal(surface + self._streets % 5),
            floor=self._streets % 4,
            lift=self._streets % 3 == 0,
            accessible=self._streets % 6 == 0,
            rent=Decimal(rent + self._streets % 7 * 6),
            charges=Decimal(charges),
            deposit=Decimal(rent),
            heating="shared" if self._streets % 2 else "gas",
            available_from=on,
        )

    def employer_for(self, trade: str, territory: str) -> Organisation:
        for employer, row in zip(self.employers, EMPLOYERS, strict=True):
            if row[2] == territory and trade in row[3]:
                return employer
        raise LookupError(f"no invented employer hires {trade} in {territory}")

    def vacancy_for(self, trade: str, territory: str) -> Vacancy | None:
        wanted = [
            vacancy
            for vacancy in self.vacancies
            if vacancy.trade_id == self.trades[trade].pk and vacancy.territory.code == territory
        ]
        return wanted[0] if wanted else None


def _contacts(directory: Directory) -> list[Contact]:
    named = [
        ("polygone", "Odile", "Fabrègues", "Chargée d'attribution"),
        ("dahlir", "Rémi", "Chassang", "Chargé d'accompagnement loisirs"),
        ("samusocial", "Bruno", "Letellier", "Chef de service"),
        ("charonne", "Agnès", "Morvan", "Coordinatrice"),
        ("hotel-social", "Djamila", "Renaud", "Cheffe de service"),
        ("france-travail", "Sylvain", "Bouygues", "Conseiller entreprises"),
    ]
    contacts = [
        Contact(organisation=directory.organisations[code], first_name=first, last_name=last, job_title=title)
        for code, first, last, title in named
    ]
    bosses = [
        "Laurent Vialard",
        "Monique Delpuech",
        "Hervé Cantaloube",
        "Sophie Rigal",
        "Gilles Malroux",
        "Claire Veyrines",
    ]
    for number, employer in enumerate(directory.employers):
        first, last = bosses[number % len(bosses)].split()
        contacts.append(
            Contact(organisation=employer, first_name=first, last_name=last, job_title="Responsable du recrutement")
        )
    return contacts
