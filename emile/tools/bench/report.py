"""docs/bench.md: one table a role, and what is over its budget first."""

import os
from datetime import datetime
from pathlib import Path

from django.db import connection

from emile.tools.bench.measure import WARM_UP, Figures
from emile.tools.bench.pages import Person

HEADER = "| Page | p50 | p95 | Plafond | SQL | Requêtes | Octets (gzip) | |\n|---|--:|--:|--:|--:|--:|--:|---|"
HOW = """Chaque page est ouverte {rounds} fois, après {warm_up} tours d'échauffement, à travers toute l'application
(`django.test.Client`, dans un seul processus : intergiciels, vue, gabarit, compression, base de données réelle, rôle
`emile_app`, sécurité par ligne active). Le réseau et gunicorn n'y sont pas. Durées en millisecondes ; « SQL » est le
temps passé dans la base (médiane), « Requêtes » les compte toutes, session et identité comprises. Tous les rôles
ouvrent une page à tour de rôle avant de passer à la suivante : leurs durées se comparent."""


def write(path: Path, figures: dict[Person, list[Figures]], *, households: int, rounds: int, now: datetime) -> None:
    over = [(person, line) for person, lines in figures.items() for line in lines if line.too_slow]
    parts = [
        "# Vitesse des pages",
        "",
        f"Écrit par `make bench` le {now:%d/%m/%Y} : {households} ménages, {machine()}.",
        "",
        HOW.format(rounds=rounds, warm_up=WARM_UP),
        "",
        *summary(over),
    ]
    for person, lines in figures.items():
        parts += ["", f"## {person.title}", "", HEADER, *(row(line) for line in lines)]
    path.write_text("\n".join(parts) + "\n")


def summary(over: list[tuple[Person, Figures]]) -> list[str]:
    if not over:
        return ["Toutes les pages tiennent leur plafond."]
    worst = sorted(over, key=lambda pair: -pair[1].p95 / pair[1].page.budget)
    lines = [f"- {person.title} : {line.page.title}, {line.p95:.0f} ms" for person, line in worst]
    return [f"**Au-dessus du plafond : {len(over)}.**", "", *lines]


def row(line: Figures) -> str:
    flag = "⚠ trop lent" if line.too_slow else ""
    return (
        f"| {line.page.title} | {line.p50:.0f} | {line.p95:.0f} | {line.page.budget} | {line.sql:.0f} |"
        f" {line.queries} | {line.octets} | {flag} |"
    )


def machine() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))")
        version, size = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[1]
    return (
        f"{os.cpu_count()} cœurs, {memory:.0f} Gio de mémoire, PostgreSQL {version.split()[0]}, base de {size}, "
        f"charge moyenne de la machine pendant la mesure : {load:.1f}"
    )
