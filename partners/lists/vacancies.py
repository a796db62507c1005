"""The list of posts to fill, with the day of the last news from their employer."""

from datetime import date
from functools import cached_property

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emile.core.pages.listing.cells import detail, link, paragraphs, quiet, spaced, stacked
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty
from emile.core.pages.listing.paging import Sort
from emile.core.templatetags.components import badge
from emile.core.templatetags.wording import NBSP, day, euros, since
from emile.reference.models import LegalParameter
from partners import permissions
from partners.lists.directory import DirectoryList
from partners.models import Vacancy
from partners.querysets import VacancyQuerySet
from partners.stale import news_limit


def name(vacancy: Vacancy, vacancies: "VacancyList") -> SafeString:
    several = quiet(f"×{NBSP}{vacancy.places}") if vacancy.places > 1 else ""
    post = spaced(link(reverse("partners:vacancy", args=[vacancy.pk]), vacancy.title), several)
    return stacked(post, detail(vacancy.employer))


def contract(vacancy: Vacancy, vacancies: "VacancyList") -> SafeString:
    hours = vacancy.weekly_hours and quiet(f"{floatformat(vacancy.weekly_hours, '-1')}{NBSP}h")
    return stacked(vacancy.get_contract_display(), hours, vacancy.monthly_wage and quiet(euros(vacancy.monthly_wage)))


def requirements(vacancy: Vacancy) -> list[str]:
    french = vacancy.french_level and vacancy.french_level != "na"
    return [
        *(["permis B"] if vacancy.licence_required else []),
        *([f"français {vacancy.get_french_level_display()}"] if french else []),
        vacancy.get_experience_display().lower(),
    ]


def asked_for(vacancy: Vacancy, vacancies: "VacancyList") -> str:
    return ", ".join(requirements(vacancy))


def asked_for_one_a_line(vacancy: Vacancy, vacancies: "VacancyList") -> SafeString:
    return paragraphs(requirements(vacancy))


def where(vacancy: Vacancy, vacancies: "VacancyList") -> SafeString:
    return stacked(vacancy.territory, vacancy.commune and quiet(vacancy.commune.name))


def news(vacancy: Vacancy, vacancies: "VacancyList") -> SafeString:
    if vacancy.closed_on and vacancy.closed_on <= vacancies.today:
        return badge("clos", icon="archive")
    said = day(vacancy.last_news_on)
    if vacancy.last_news_on < vacancies.stale_before:
        said = stacked(badge("à vérifier", "warning"), quiet(since(vacancy.last_news_on, vacancies.today)))
    if vacancy.last_news_on >= vacancies.today or not permissions.can_give_news(vacancies.user, vacancy):
        return format_html("{}", said)
    return format_html(
        '{} <button class="btn btn-link btn-sm" form="nouvelles" formaction="{}">'
        'Toujours à pourvoir<span class="visually-hidden"> : {}</span></button>',
        said,
        reverse("partners:vacancy_news", args=[vacancy.pk]),
        vacancy.title,
    )


class VacancyList(DirectoryList[VacancyQuerySet]):
    title, noun = "Postes à pourvoir", "poste"
    asked = ("q", "contract", "territory", "state")
    equal = {"contract": "contract", "territory": "territory"}
    states = [("", "Ouverts"), ("a-verifier", "À vérifier"), ("clos", "Clos"), ("tous", "Tous")]
    columns = (
        Column("Poste", "title", name, sort="poste"),
        Column("Employeur", "employer.name", shown=False),
        Column("Contrat", "get_contract_display", contract, bare=True),
        Column("Demandé", asked_for, asked_for_one_a_line),
        Column("Où", "territory.name", where),
        Column("Nouvelles", "last_news_on", news, sort="nouvelles"),
    )
    sorts = {
        "nouvelles": Sort("Nouvelles", ("-last_news_on", "title", "pk")),
        "oublies": Sort("Ancienneté", ("last_news_on", "title", "pk"), reads_all=True),
        "poste": Sort("Intitulé", ("title", "pk"), reads_all=True),
    }
    empty = Empty(
        "Aucun poste",
        "Ajoutez le poste dont un employeur vient de parler.",
        icon="briefcase",
        filtered="Aucun poste ne correspond",
        hint="Élargissez les filtres, ou ajoutez le poste dont un employeur vient de parler.",
    )
    template_name = "partners/vacancies.html"

    @property
    def lead(self) -> str:
        limit = day(self.stale_before)
        return f"Ce que les employeurs cherchent. Sans nouvelles depuis le {limit}, un poste est à vérifier."

    @cached_property
    def stale_before(self) -> date:
        return news_limit(LegalParameter.objects.values_on(self.today), self.today)

    def rows(self) -> VacancyQuerySet:
        return Vacancy.objects.visible_to(self.user).with_details()

    def in_state(self, rows: VacancyQuerySet, state: str) -> VacancyQuerySet:
        if state == "tous":
            return rows
        if state == "clos":
            return rows.filter(closed_on__lte=self.today)
        rows = rows.open_on(self.today)
        return rows.filter(last_news_on__lt=self.stale_before) if state == "a-verifier" else rows

    def buttons(self) -> list[Button]:
        if not permissions.can_add_vacancy(self.user):
            return []
        return [Button("Ajouter un poste", reverse("partners:vacancy_add"))]
