"""Work and mobility of each adult, and the trades they want or have practised."""

from collections.abc import Iterator, Sequence
from typing import Unpack

from django import forms
from django.http import QueryDict

from candidates import enums
from candidates.candidature import facts
from candidates.candidature.forms.fields import fields_of
from candidates.candidature.forms.pages import TopicPage
from candidates.candidature.forms.sections import RowForm, RowsFormSet, Section, SectionForm, rows_of
from candidates.enums import Topic
from candidates.models import Member, MemberTrade, WorkProfile
from emile.core.pages.forms import Cleaned, FormOptions
from emile.reference.fields import TradeField


class WorkForm(SectionForm):
    section = facts.WORK

    class Meta:
        model = WorkProfile
        fields = facts.WORK.names
        formfield_callback = fields_of(facts.WORK)


class TradeRow(RowForm):
    member = forms.TypedChoiceField(label="Personne", coerce=int)
    trade = TradeField(label="Métier (code ROME ou quelques lettres)", required=False)
    use = forms.ChoiceField(label="Recherché ou exercé", choices=enums.TradeUse.choices, initial=enums.TradeUse.WANTED)
    years = forms.IntegerField(
        label="Années", min_value=0, max_value=60, required=False,
        error_messages={"min_value": "Au moins 0.", "max_value": "Au plus 60 années d'expérience."},
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None = None, *, members: Sequence[Member], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.offer("member", [(member.pk, member.first_name) for member in members])
        self.fields["member"].initial = str(members[0].pk)

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        if "trade" in cleaned and cleaned["trade"] is None:
            self.add_error("trade", "Indiquez le métier.")
        return cleaned


class TradeRows(RowsFormSet[MemberTrade]):
    title = "Métiers recherchés et exercés"
    icon = "hammer"
    hint = "Les métiers recherchés servent au rapprochement avec les postes du territoire."
    key = ("member_id", "trade_id", "use")
    key_field = "trade"
    unique = True
    twice = "Ce métier est déjà inscrit pour cette personne."

    def initial_of(self, row: MemberTrade) -> Cleaned:
        return {"member": str(row.member_id), "trade": row.trade, "use": row.use, "years": row.years}

    def make(self, values: Cleaned) -> MemberTrade:
        return MemberTrade(
            member_id=values["member"], trade=values["trade"], use=values["use"], years=values["years"] or 0
        )

    @property
    def stored(self) -> list[Cleaned]:
        return [self.initial_of(row) | {"trade": row.trade_id} for row in self.stored_rows]


TradeFormSet = rows_of(TradeRow, TradeRows, blank=2)


class WorkPage(TopicPage):
    topic = Topic.WORK

    def build(self) -> Iterator[Section]:
        for adult in self.file.adults:
            work = getattr(adult, "work", None) or WorkProfile(member=adult)
            form = WorkForm(self.data, instance=work, prefix=f"emploi-{adult.pk}")
            form.about = adult
            yield form
        if self.file.adults:
            trades = [trade for adult in self.file.adults for trade in adult.trades.all()]
            yield TradeFormSet(
                data=self.data,
                prefix="metiers",
                stored=sorted(trades, key=lambda trade: trade.pk),
                household=self.file.household,
                form_kwargs={"members": self.file.adults},
            )
