"""Pictures of every page, wide and on a phone, for the documentation and for our own eyes."""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.urls import reverse

from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.demo import DEMO_PASSWORD
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZES = {"large": (1280, 900), "telephone": (360, 780)}
COLOURS = 128


@dataclass(frozen=True)
class Shot:
    name: str
    account: str
    """The part of the demonstration address before the @; empty: nobody is signed in."""
    path: str


class Command(BaseCommand):
    help = "Photographie chaque page de la démonstration en cours, en large et au format téléphone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="adresse de la démonstration")
        parser.add_argument("--to", default=str(settings.BASE_DIR / "docs" / "screenshots"))
        parser.add_argument("--only", default="", help="seulement les pages dont le nom commence ainsi")

    def handle(self, *args: object, url: str, to: str, only: str, **options: object) -> None:
        from playwright.sync_api import sync_playwright

        from emile.tools.demo.chromium import chromium_path, lacks_french

        folder = Path(to)
        folder.mkdir(parents=True, exist_ok=True)
        with acting_as_system():
            shots = [shot for shot in all_shots() if shot.name.startswith(only)]
        path = chromium_path()
        if lacks_french(path):
            self.stderr.write("Chromium n'a pas le français (paquet « chromium-l10n ») : les dates seront en anglais.")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--lang=fr-FR"], env={**os.environ, "LANGUAGE": "fr"}
            )
            for account in sorted({shot.account for shot in shots}):
                mine = [shot for shot in shots if shot.account == account]
                self._take(browser, url, account, mine, folder)
            browser.close()
        self.stdout.write(f"{len(shots)} pages, {2 * len(shots)} images dans {folder.name}/")

    def _take(self, browser: "Browser", url: str, account: str, shots: list[Shot], folder: Path) -> None:
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", reduced_motion="reduce")
        page = context.new_page()
        if account:
            page.goto(url + reverse("accounts:sign_in"))
            page.fill("input[name=email]", f"{account}@demo.emile.test")
            page.fill("input[name=password]", DEMO_PASSWORD)
            page.click("main form .btn-primary")
            page.wait_for_load_state("networkidle")
        for shot in shots:
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                response = page.goto(url + shot.path)
                page.wait_for_load_state("networkidle")
                status = response.status if response else "sans rien"
                if status != 200:
                    raise CommandError(f"{shot.name} : {shot.path} répond {status}")
                whole = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": max(height, whole)})
                save(page.screenshot(), folder / f"{shot.name}-{size}.png")
            self.stdout.write(f"  {shot.name}")
        context.close()


def save(png: bytes, path: Path) -> None:
    """Fewer colours: a third of the weight, and nobody sees it."""
    from PIL import Image

    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def all_shots() -> list[Shot]:
    return [*public_shots(), *paris_shots(), *territory_shots(), *head_office_shots()]


def a_file(files: QuerySet[Journey]) -> str:
    """The reference of the first of them."""
    file = files.first()
    if file is None:
        raise CommandError("Il manque à la démonstration un dossier à photographier.")
    return file.reference


def public_shots() -> list[Shot]:
    return [
        Shot("connexion", "", reverse("accounts:sign_in")),
        Shot("accessibilite", "", reverse("core:accessibility")),
        Shot("donnees-personnelles", "", reverse("core:privacy")),
    ]


def paris_shots() -> list[Shot]:
    prescriber = User.objects.get(email="prescripteur@demo.emile.test")
    mine = Journey.objects.visible_to(prescriber)
    draft = a_file(mine.filter(step=Step.DIAGNOSIS))
    sent = a_file(mine.exclude(step=Step.DIAGNOSIS))
    submitted = a_file(Journey.objects.filter(step=Step.SUBMITTED, origin_area__code="ile-de-france"))
    topics = ["menage", "logement", "emploi", "famille", "projet"]
    return [
        Shot("a-faire-prescripteur", "prescripteur", "/"),
        Shot("candidature-nouvelle", "prescripteur", reverse("candidates:new")),
        Shot("candidature-recapitulatif", "prescripteur", reverse("candidates:candidature", args=[draft])),
        *[
            Shot(f"candidature-{topic}", "prescripteur", reverse("candidates:topic", args=[draft, topic]))
            for topic in topics
        ],
        Shot("dossier-prescripteur", "prescripteur", reverse("candidates:file", args=[sent])),
        Shot("documents", "prescripteur", reverse("candidates:documents", args=[sent])),
        Shot("mon-compte", "prescripteur", reverse("accounts:profile")),
        Shot("a-faire-referent", "referent", "/"),
        verb_shot("verbe-presenter", "referent", submitted, Action.PRESENT),
        verb_shot("verbe-complement", "referent", submitted, Action.ASK_COMPLEMENTS),
    ]


def territory_shots() -> list[Shot]:
    here = Journey.objects.filter(territory__code="cantal")
    at = {step: a_file(here.filter(step=step)) for step in STEPS_SHOWN}
    support = at[Step.SUPPORT]
    to_plan = a_file(here.filter(step=Step.PROJECT, stays__isnull=True))
    to_answer = a_file(here.filter(step=Step.IMMERSION, agreements__isnull=True, stays__state="attended"))
    return [
        Shot("a-faire-chef", "chef", "/"),
        Shot("dossiers", "chef", reverse("candidates:list")),
        Shot("recherche", "chef", reverse("candidates:search") + "?q=haddad"),
        Shot("territoire", "chef", reverse("placements:board")),
        Shot("appartements-relais", "chef", reverse("placements:calendar")),
        verb_shot("verbe-retenir", "chef", at[Step.PRESENTED], Action.SHORTLIST),
        verb_shot("verbe-ne-pas-retenir", "chef", at[Step.PRESENTED], Action.DECLINE),
        verb_shot("verbe-employeur", "chef", at[Step.SHORTLISTED], Action.CONTACT_EMPLOYER),
        verb_shot("verbe-sejour", "chef", to_plan, Action.PLAN_STAY),
        Shot("dossier-projet", "chef", reverse("candidates:panel", args=[at[Step.PROJECT], "projet"])),
        Shot("dossier-immersion", "chef", reverse("candidates:panel", args=[at[Step.IMMERSION], "immersion"])),
        Shot("a-faire-accompagnement", "accompagnement", "/"),
        *[
            Shot(f"dossier-{slug}", "accompagnement", reverse("candidates:panel", args=[support, slug]))
            for slug in ("resume", "diagnostic", "logement", "suivi", "documents", "historique")
        ],
        verb_shot("verbe-acte", "accompagnement", support, Action.RECORD_ACT),
        verb_shot("verbe-accord", "accompagnement", to_answer, Action.GIVE_HOUSEHOLD_AGREEMENT),
        Shot("partenaires", "chef", reverse("partners:organisations")),
        Shot("postes", "chef", reverse("partners:vacancies")),
        Shot("logements", "chef", reverse("partners:dwellings")),
    ]


def head_office_shots() -> list[Shot]:
    some = a_file(Journey.objects.filter(territory__code="cantal", step=Step.SUPPORT))
    return [
        Shot("a-faire-gestion", "gestion", "/"),
        Shot("pilotage", "gestion", reverse("reporting:dashboard")),
        Shot("dossiers-gestion", "gestion", reverse("candidates:list")),
        Shot("ouvrir-avec-motif", "gestion", reverse("candidates:open_with_reason", args=[some])),
        Shot("referentiel", "gestion", reverse("reference:index")),
        Shot("referentiel-motifs", "gestion", reverse("reference:list", args=["motifs"])),
        Shot("comptes", "gestion", reverse("accounts:people")),
        Shot("composants", "gestion", reverse("core:gallery")),
        Shot("a-faire-dpo", "dpo", "/"),
        Shot("journal", "dpo", reverse("audit:journal")),
    ]


STEPS_SHOWN = [Step.PRESENTED, Step.SHORTLISTED, Step.PROJECT, Step.IMMERSION, Step.SUPPORT]


def verb_shot(name: str, account: str, reference: str, action: Action) -> Shot:
    return Shot(name, account, reverse("candidates:verb", args=[reference, slug_of(action)]))
