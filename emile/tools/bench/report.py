"""docs/bench.md: what is over its budget first, then what an instance costs, then one table a person."""

import os
from datetime import datetime
from pathlib import Path

from django.db import connection

from emile.tools.bench import budgets
from emile.tools.bench.figures import Figures, Line, percentile
from emile.tools.bench.measures.in_process import OPENINGS_OF_A_NAME, WARM_UP
from emile.tools.bench.measures.through_http import WRITES

HEADER = (
    "| Page ou écriture | p50 | p95 | Plafond | SQL | Requêtes | Octets (gzip) | HTTP p50 | HTTP p95 | |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|"
)
HOW = """Chaque page que chaque rôle peut ouvrir et chaque bouton qu'il peut presser sont trouvés dans les adresses de
l'application et dans ses pages ; rien n'est énuméré à la main. Une page est ouverte {rounds} fois, après {warm_up}
tours d'échauffement, à travers toute l'application (`django.test.Client`, dans un seul processus : intergiciels, vue,
gabarit, compression, base de données réelle, rôle `emile_app`, sécurité par ligne active) ; une écriture est pressée
autant de fois, dans une transaction annulée, contraintes vérifiées. Tous les rôles passent à tour de rôle : leurs
durées se comparent. Puis tout est refait par HTTP, sur une connexion, avec la ligne de gunicorn livrée ; les écritures
y sont validées, {writes} fois, chacune sur une autre ligne quand elle ne se fait qu'une fois.

Une page porte le nom de son adresse, suivi de ce qu'on y voit ; « → » est une écriture. Durées en millisecondes ;
« SQL » est le temps passé dans la base (médiane), « Requêtes » les compte toutes, session et identité comprises. Les
pages nationales et de recherche sont dans les mêmes plafonds que les autres."""
MARKS = {
    "mended": "mesuré ici, réparé dans le ticket qui réécrit ces formulaires",
    "slow": "lent exprès",
}


def write(path: Path, figures: Figures, *, now: datetime) -> None:
    parts = [
        "# Vitesse des pages",
        "",
        f"Écrit par `make bench` le {now:%d/%m/%Y} : {figures.households} ménages, {figures.machine}.",
        "",
        HOW.format(rounds=figures.rounds, warm_up=WARM_UP, writes=WRITES),
        "",
        *summary(figures),
        *unheard(figures),
        *instance(figures),
        *cold(figures),
        *names(figures),
    ]
    for person in dict.fromkeys(line.person for line in figures.lines):
        mine = [line for line in figures.lines if line.person == person]
        parts += ["", f"## {person}", "", HEADER, *(row(line, figures.households) for line in mine)]
    path.write_text("\n".join(parts) + "\n")


def summary(figures: Figures) -> list[str]:
    over = [(line, faults) for line in figures.lines if (faults := line.faults(figures.households))]
    counted = [(line, faults) for line, faults in over if not line.budget(figures.households).mended_later]
    later = len(over) - len(counted)
    waiting = f" ({later} autres : {MARKS['mended']})" if later else ""
    if not counted:
        return [f"Toutes les pages et toutes les écritures tiennent leur plafond{waiting}."]
    worst = sorted(counted, key=lambda pair: -pair[0].p95)
    lines = [f"- {line.person} : {arrow(line)}{line.title}, {', '.join(faults)}" for line, faults in worst]
    return [f"**Au-dessus du plafond : {len(counted)}{waiting}.**", "", *lines]


def unheard(figures: Figures) -> list[str]:
    """Writes that no row was left for."""
    missing = sorted({line.title for line in figures.lines if line.is_write and line.p50 and not line.http_p50})
    if not missing or not any(line.http_p50 for line in figures.lines):
        return []
    return ["", f"Sans mesure par HTTP, faute d'une ligne qui s'y prête encore : {', '.join(missing)}."]


def arrow(line: Line) -> str:
    return "→ " if line.is_write else ""


def instance(figures: Figures) -> list[str]:
    load, cores = figures.load, budgets.CORES
    if not load.at_once:
        return []
    weight = load.web + load.backends
    asked = load.requests_a_second(cores)
    cost = f"{load.todo_web:.1f} ms de processeur pour le web et {load.todo_database:.1f} pour la base"
    papers = load.papers_a_minute(cores)
    paper = (
        f"{papers:.0f} papiers par minute sur {cores} cœurs ({load.paper:.0f} ms de processeur chacun ; "
        f"plancher {budgets.PAPERS_A_MINUTE}){flag(papers < budgets.PAPERS_A_MINUTE)}"
        if papers
        else "le moteur PDF n'est pas installé sur cette machine : papiers non mesurés"
    )
    return [
        "",
        "## Une instance",
        "",
        f"- « À faire » : {asked:.0f} par seconde sur {cores} cœurs ({cost} ; plancher {budgets.REQUESTS_A_SECOND})"
        + flag(asked < budgets.REQUESTS_A_SECOND),
        f"- Mémoire : {weight:.0f} Mo pour {load.at_once} requêtes à la fois ({load.web:.0f} pour gunicorn, "
        f"{load.backends:.0f} pour les {load.number_of_backends} connexions de la base ; plafond {budgets.MEGABYTES})"
        + flag(weight > budgets.MEGABYTES),
        f"- {paper}",
    ]


def flag(over: bool) -> str:
    return " ⚠" if over else ""


def cold(figures: Figures) -> list[str]:
    if not figures.cold:
        return []
    lines = [
        f"| {page.title} | {page.first:.0f} | {page.second:.0f} | {budgets.COLD_BUDGET} |"
        f" {'⚠ trop lent' if page.first > budgets.COLD_BUDGET else ''} |"
        for page in figures.cold
    ]
    head = ["| Page | Première | Deuxième | Plafond | |", "|---|--:|--:|--:|---|"]
    return ["", "## Après un redémarrage", "", "Chef de service, un serveur neuf pour chaque page.", "", *head, *lines]


def names(figures: Figures) -> list[str]:
    if not figures.names:
        return []
    head = ["| Qui cherche | Noms | p50 | p95 | Le plus lent | Plafond | |", "|---|--:|--:|--:|---|--:|---|"]
    lines = []
    for person in dict.fromkeys(name.person for name in figures.names):
        mine = [name for name in figures.names if name.person == person]
        slowest = max(mine, key=lambda name: name.milliseconds)
        took = [name.milliseconds for name in mine]
        over = "⚠ trop lent" if slowest.milliseconds > budgets.NAME_BUDGET else ""
        lines.append(
            f"| {person} | {len(mine)} | {percentile(took, 50):.0f} | {percentile(took, 95):.0f} |"
            f" {slowest.name}, {slowest.milliseconds:.0f} | {budgets.NAME_BUDGET} | {over} |"
        )
    about = f"Chacun des noms portés souvent, ouvert {OPENINGS_OF_A_NAME} fois (médiane)."
    return ["", "## Tous les noms", "", about, "", *head, *lines]


def row(line: Line, households: int) -> str:
    budget, faults = line.budget(households), line.faults(households)
    marks = [MARKS["mended"] if budget.mended_later else "", MARKS["slow"] if budget.slow_on_purpose else ""]
    marks.append("⚠ trop lent" if faults and not budget.mended_later else "")
    http = [f"{value:.0f}" if value else "" for value in (line.http_p50, line.http_p95)]
    return (
        f"| {arrow(line)}{line.title} | {line.p50:.0f} | {line.p95:.0f} | {budget.milliseconds} | {line.sql:.0f} |"
        f" {line.queries} | {line.octets} | {http[0]} | {http[1]} | {', '.join(filter(None, marks))} |"
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
