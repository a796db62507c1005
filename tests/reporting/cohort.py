"""Files on every boundary that the figures have, and the same figures counted slowly, in plain Python, from this list.

The rows are written as they would stand, not walked to: what is tested is what the figures make of them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from candidates.models import Household, Journey
from emile.reference.models import Programme, Reason, Territory

LOST, HOUSED = "exit-before-move-in-lost-contact", "exit-before-move-in-housed-in-origin"
FAMILY, OTHER, DECLINED_OTHER = "exit-before-move-in-family", "exit-before-move-in-other", "decline-other"
MAINSTREAM, MOVED = "exit-after-move-in-mainstream", "exit-after-move-in-moved"
LABELS = {
    LOST: "Perdu de vue", HOUSED: "Logement trouvé sur place", FAMILY: "Raisons familiales ou garde d'enfants",
    OTHER: "Autre", DECLINED_OTHER: "Autre", MAINSTREAM: "Entrée dans le droit commun", MOVED: "Déménagement",
}  # fmt: skip
NAMES = {"cantal": "Cantal", "lozere": "Lozère", "savoie": "Savoie"}
SHORT = {"emile": "EMILE", "utue": "UTUE", "reinstalles": "Réinstallés"}
CLOSED = ("declined", "mainstream", "left")
STEPS = [
    "1. Repérage, diagnostic", "2. Candidature transmise", "3. Candidature présentée", "4. Candidature retenue",
    "5. Recherche de postes", "6. Projet professionnel", "7. Immersion", "8. Projet validé", "9. Contrat signé",
    "10. Installation", "11. Accompagnement", "12. Droit commun",
]  # fmt: skip


class File(NamedTuple):
    opened_on: date
    programme: str
    territory: str | None
    step: str
    furthest: int
    reason: str | None = None
    adults: int = 1
    children: int = 0


def day(text: str) -> date:
    return date.fromisoformat(text)


FILES = [
    File(day("2014-11-03"), "utue", "cantal", "mainstream", 12, MAINSTREAM, 2, 4),
    File(day("2019-06-14"), "emile", "lozere", "mainstream", 12, MAINSTREAM, 1, 1),
    File(day("2023-12-31"), "emile", "savoie", "support", 11, None, 2, 2),
    File(day("2024-01-01"), "emile", "cantal", "support", 11, None, 1, 3),
    File(day("2024-02-29"), "reinstalles", "savoie", "settled", 10, None, 2, 5),
    File(day("2024-06-30"), "emile", "cantal", "left", 7, LOST, 1, 0),
    File(day("2024-12-31"), "emile", "cantal", "settled", 10, None, 2, 3),
    File(day("2024-12-31"), "utue", "lozere", "left", 5, LOST, 3, 1),
    File(day("2025-01-01"), "emile", "cantal", "contracted", 9, None, 2, 2),
    File(day("2025-01-01"), "utue", "cantal", "left", 8, HOUSED, 1, 2),
    File(day("2025-01-31"), "emile", "cantal", "left", 9, LOST, 2, 0),
    File(day("2025-02-01"), "emile", "cantal", "left", 10, MOVED, 1, 6),
    File(day("2025-03-30"), "emile", "lozere", "validated", 8, None, 1, 1),
    File(day("2025-04-30"), "emile", "lozere", "immersion", 7, None, 2, 0),
    File(day("2025-06-15"), "emile", "cantal", "project", 6, None, 1, 2),
    File(day("2025-06-15"), "emile", "savoie", "left", 4, LOST, 2, 3),
    File(day("2025-07-31"), "utue", "cantal", "job_search", 5, None, 1, 0),
    File(day("2025-08-01"), "emile", "cantal", "shortlisted", 4, None, 1, 1),
    File(day("2025-09-01"), "emile", "cantal", "declined", 3, DECLINED_OTHER, 1, 2),
    File(day("2025-09-01"), "emile", "cantal", "declined", 4, DECLINED_OTHER, 2, 2),
    File(day("2025-09-02"), "emile", "lozere", "left", 6, OTHER, 1, 1),
    File(day("2025-10-26"), "emile", "cantal", "waiting", 3, None, 1, 3),
    File(day("2025-11-30"), "emile", "cantal", "waiting", 4, None, 2, 1),
    File(day("2025-12-01"), "emile", "lozere", "presented", 3, None, 1, 0),
    File(day("2025-12-31"), "emile", None, "submitted", 2, None, 2, 2),
    File(day("2025-12-31"), "emile", "savoie", "left", 7, FAMILY, 2, 1),
    File(day("2026-01-01"), "emile", None, "left", 2, LOST, 1, 0),
    File(day("2026-01-01"), "reinstalles", None, "diagnosis", 1, None, 1, 0),
    File(day("2026-01-01"), "emile", "cantal", "left", 3, HOUSED, 1, 1),
    File(day("2026-01-01"), "emile", "savoie", "settled", 10, None, 2, 2),
]


def write(world, files: Iterable[File]) -> list[Journey]:
    """Call as the system."""
    programmes = {row.code: row for row in Programme.objects.all()}
    territories = {row.code: row for row in Territory.objects.all()} | {None: None}
    reasons = {row.code: row for row in Reason.objects.all()} | {None: None}
    files = list(files)
    households = Household.objects.bulk_create(Household(name=f"SECRET {index}") for index in range(len(files)))
    return Journey.objects.bulk_create(
        Journey(
            household=household,
            programme=programmes[file.programme],
            prescriber=world.structure,
            origin_area=world.paris,
            territory=territories[file.territory],
            prescribed_by=world.prescriber,
            step=file.step,
            furthest=file.furthest,
            step_since=file.opened_on,
            opened_on=file.opened_on,
            closed_on=file.opened_on + timedelta(days=400) if file.step in CLOSED else None,
            end_reason=reasons[file.reason],
            adults=file.adults,
            children=file.children,
        )
        for household, file in zip(households, files, strict=True)
    )


class Counted(NamedTuple):
    """What the page should say, in the order in which it says it."""

    tiles: dict[str, str]
    funnel: list[tuple[str, str, str]]
    reasons: list[tuple[str, str]]
    arrivals: list[tuple[str, str]]


def count(files: Iterable[File]) -> Counted:
    files = list(files)
    retained = [file for file in files if file.furthest >= 4]
    contracted = [file for file in retained if file.furthest >= 9]
    stopped = [file for file in retained if file.furthest < 9 and file.step in CLOSED]
    under_way = [file for file in retained if file.furthest < 9 and file.step not in CLOSED]
    tiles = {
        "Dossiers ouverts": len(files),
        "Familles retenues": len(retained),
        "Installées ou en cours d'installation": len(contracted),
        "N'ont pas été au bout": len(stopped),
        "Encore en chemin": len(under_way),
        "Adultes des familles retenues": sum(file.adults for file in retained),
        "Enfants des familles retenues": sum(file.children for file in retained),
        "Part qui n'a pas été au bout": percent(len(stopped), len(retained)),
    }
    levels = [sum(1 for file in files if file.furthest >= number) for number in range(1, 13)]
    return Counted(
        tiles={label: str(value) for label, value in tiles.items()},
        funnel=[(label, str(level), percent(level, len(files))) for label, level in zip(STEPS, levels, strict=True)],
        reasons=most_frequent_first(LABELS[file.reason] for file in stopped),
        arrivals=most_frequent_first(NAMES[file.territory] for file in files if file.furthest >= 10),
    )


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def most_frequent_first(names: Iterable[str]) -> list[tuple[str, str]]:
    ranked = sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
    return [(name, str(number)) for name, number in ranked]


def of(**kept) -> list[File]:
    """The files of a programme, of territories, of a year."""
    years = {kept["year"]} if "year" in kept else {file.opened_on.year for file in FILES}
    return [
        file
        for file in FILES
        if file.opened_on.year in years
        and file.programme in kept.get("programmes", SHORT)
        and ("territories" not in kept or file.territory in kept["territories"])
    ]
