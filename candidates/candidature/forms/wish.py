"""Project and consent: the diagnosis, why leave, where to, and what the family was told."""

from collections.abc import Iterator, Sequence
from datetime import date

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict

from candidates.candidature import facts
from candidates.candidature.forms.fields import PastDateField, fields_of, several
from candidates.candidature.forms.pages import File, TopicPage
from candidates.candidature.forms.sections import PlainSection, Section, SectionForm, replace_rows
from candidates.enums import Topic
from candidates.models import Candidature, Consent, Diagnosis, Journey, Wish
from emile.core.pages.forms import Cleaned
from emile.reference.models import Territory
from partners.enums import OrganisationKind

FEWEST_WISHES = 3
CONSENT_VERSION = "2026-01"
"""The text shown in ``templates/candidates/candidature/_consent_text.html``. A new text is a new version."""
SHARED_WITH = [
    (OrganisationKind.LANDLORD, "Les bailleurs (taille du ménage, ressources)"),
    (OrganisationKind.EMPLOYER, "Les employeurs (métier, expérience, permis)"),
    (OrganisationKind.WORK, "France Travail, organismes de formation"),
    (OrganisationKind.SCHOOL, "Les écoles et modes de garde"),
    (OrganisationKind.LEISURE, "Les associations de loisirs (DAHLIR)"),
]


class DiagnosisForm(SectionForm):
    section = facts.DIAGNOSIS

    class Meta:
        model = Diagnosis
        fields = facts.DIAGNOSIS.names
        formfield_callback = fields_of(facts.DIAGNOSIS)


class CandidatureForm(SectionForm):
    section = facts.PROJECT

    class Meta:
        model = Candidature
        fields = facts.PROJECT.names
        formfield_callback = fields_of(facts.PROJECT)


class WishesForm(PlainSection):
    """The territories where the programme is open, in the family's order."""

    title = facts.WISHES
    icon = "map"
    hint = "Dans l'ordre de préférence."

    def __init__(self, data: QueryDict | None = None, *, journey: Journey, today: date, prefix: str) -> None:
        self.wishes = list(journey.wishes.select_related("territory"))
        self.journey = journey
        territories = territories_open(journey, self.wishes, today)
        self.names = [f"wish_{rank}" for rank in range(1, places(self.wishes, territories) + 1)]
        chosen = {f"wish_{rank}": str(wish.territory_id) for rank, wish in enumerate(self.wishes, 1)}
        super().__init__(data, initial=chosen, prefix=prefix)
        for rank, name in enumerate(self.names, 1):
            self.fields[name] = forms.TypedChoiceField(
                label=f"{rank}ᵉʳ vœu" if rank == 1 else f"{rank}ᵉ vœu",
                choices=[("", "Choisir…"), *((row.pk, row.name) for row in territories)],
                coerce=int,
                empty_value=None,
                required=False,
                error_messages={"invalid_choice": "Choisissez dans la liste."},
            )
        self.helper.layout = Layout(Div(*self.names, css_class="fields-row"))

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        seen = set()
        for name in self.names:
            territory = cleaned.get(name)
            if territory is not None and territory in seen:
                self.add_error(name, "Ce territoire est déjà demandé.")
            seen.add(territory)
        return cleaned

    def save_valid(self) -> bool:
        if not self.is_valid():
            return False
        chosen = [self.cleaned_data[name] for name in self.names if self.cleaned_data[name] is not None]
        wanted = [
            Wish(journey=self.journey, territory_id=territory, rank=rank) for rank, territory in enumerate(chosen, 1)
        ]
        return replace_rows(self.wishes, wanted, key=("territory_id",))


def territories_open(journey: Journey, wishes: Sequence[Wish], today: date) -> list[Territory]:
    """Offers the territories where the programme is open today, and those wished before it closed there."""
    openings = journey.programme.openings.valid_on(today).values("territory")
    rows = list(Territory.objects.filter(pk__in=openings).order_by("name"))
    known = {row.pk for row in rows}
    return rows + [wish.territory for wish in wishes if wish.territory_id not in known]


def places(wishes: Sequence[Wish], territories: Sequence[Territory]) -> int:
    return min(len(territories), max(FEWEST_WISHES, len(wishes) + 1))


class ConsentForm(PlainSection):
    """The family's answer about its data. It is never changed: another answer is another row, so only the button saves
    it."""

    title = facts.CONSENT
    icon = "handshake"
    autosaved = False

    given = forms.TypedChoiceField(
        label="La famille a reçu cette information et",
        choices=[("", "n'a pas encore répondu"), ("yes", "donne son accord"), ("no", "refuse")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
    )
    given_on = PastDateField(label="Date de la réponse", required=False)
    shared_with = several("Elle accepte que l'utile soit partagé avec", SHARED_WITH)

    def __init__(self, data: QueryDict | None = None, *, latest: Consent | None, file: File, prefix: str) -> None:
        self.latest, self.file = latest, file
        super().__init__(data, initial=answer_of(latest), prefix=prefix)
        self.helper.layout = Layout(Div("given", "given_on", css_class="fields-row"), "shared_with")

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        if self.latest is not None and "given" in cleaned and cleaned["given"] is None:
            self.add_error("given", "Une réponse est déjà enregistrée : si elle a changé, choisissez la nouvelle.")
        if cleaned.get("given_on") and cleaned.get("given") is None and self.latest is None:
            self.add_error("given", "Choisissez la réponse de la famille.")
        return cleaned

    def save_valid(self) -> bool:
        if not self.is_valid() or not self.has_changed() or self.cleaned_data["given"] is None:
            return False
        given = self.cleaned_data["given"]
        Consent.objects.create(
            household=self.file.household,
            text_version=CONSENT_VERSION,
            given=given,
            shared_with=self.cleaned_data["shared_with"] if given else [],
            given_on=self.cleaned_data["given_on"] or self.file.today,
            recorded_by=self.file.user,
        )
        return True


def answer_of(consent: Consent | None) -> Cleaned:
    if consent is None:
        return {}
    return {
        "given": "yes" if consent.given else "no",
        "given_on": consent.given_on,
        "shared_with": consent.shared_with,
    }


class WishPage(TopicPage):
    topic = Topic.WISH

    def build(self) -> Iterator[Section]:
        journey = self.file.journey
        latest = journey.household.consents.latest_answer()
        yield DiagnosisForm(self.data, instance=journey.diagnosis, prefix="diagnostic")
        yield CandidatureForm(self.data, instance=journey.candidature, prefix="projet")
        yield WishesForm(self.data, journey=journey, today=self.file.today, prefix="voeux")
        yield ConsentForm(self.data, latest=latest, file=self.file, prefix="accord")
