"""The base of every form of the directory.

Choices are limited to what the person may see, and to where they may write.
"""

from datetime import date
from typing import ClassVar, Unpack

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.forms import RowOptions
from emile.core.pages.one_use import OneUseForm
from emile.core.pages.stamped import StampedForm
from emile.reference.models import Territory
from partners.enums import OrganisationKind
from partners.models import Organisation
from partners.permissions import writable_territories

NOT_YET = "Cette date est à venir : indiquez aujourd'hui ou avant."


EMPTY_CHOICE = "Choisir…"


Bounds = dict[str, tuple[int | None, int | None]]


class PartnerForm(OneUseForm, StampedForm[Model]):
    """``beside`` is the field next to which a refusal of the whole row stands (a name already taken…)."""

    beside: ClassVar[str] = ""
    bounds: ClassVar[Bounds] = {}

    def __init__(
        self, data: QueryDict | None = None, *, user: User, today: date, **options: Unpack[RowOptions[Model]]
    ) -> None:
        super().__init__(data, **options)
        self.user, self.today = user, today
        for name, (least, most) in self.bounds.items():
            bound(self.fields[name], least, most)
        if "territory" in self.fields:
            self._limit_territories()
        for field in self.fields.values():
            name_the_empty_choice(field)
        self.helper.layout = self.layout()
        self.helper.render_hidden_fields = True
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices from what this person may see, suggest what is likely."""

    def suggest(self, name: str, value: object) -> None:
        """Fills a field in while nothing is written: the empty instance's own None would win over ``initial``."""
        if value is not None and not self.initial.get(name):
            self.initial[name] = value

    def layout(self) -> Layout:
        return Layout(*(name for name in self.fields if not self.fields[name].widget.is_hidden))

    def organisations(self, name: str, *kinds: OrganisationKind) -> None:
        """Offers the open organisations that the person sees, and the one already written."""
        written = getattr(self.instance, f"{name}_id", None)
        current = Organisation.objects.open_on(self.today).of_kind(*kinds) if kinds else Organisation.objects.all()
        visible = Organisation.objects.visible_to(self.user)
        offered = visible.filter(Q(pk__in=current.values("pk")) | Q(pk=written))
        self.offer_rows(name, offered.order_by("name"))

    def _limit_territories(self) -> None:
        self.offer_rows("territory", writable_territories(self.user, self.today))
        if not self.user.has_role(Role.MANAGER):
            self.fields["territory"].required = True
            if len(self.user.scope.territories) == 1 and not self.instance.pk:
                self.suggest("territory", self.user.scope.territories[0])

    def _post_clean(self) -> None:
        before = list(self.errors.get(NON_FIELD_ERRORS, []))
        super()._post_clean()
        after = list(self.errors.get(NON_FIELD_ERRORS, []))
        if self.beside and len(after) > len(before):
            refused = [message for message in after if message not in before]
            del self.errors[NON_FIELD_ERRORS]
            for message in before:
                self.add_error(None, message)
            for message in refused:
                self.add_error(self.beside, message)


def bound(field: forms.Field, least: int | None, most: int | None) -> None:
    if least is not None:
        field.validators.append(MinValueValidator(least, f"Le plus petit nombre accepté est {least}."))
    if most is not None:
        field.validators.append(MaxValueValidator(most, f"Le plus grand nombre accepté est {most}."))


def name_the_empty_choice(field: forms.Field) -> None:
    label = EMPTY_CHOICE if field.required else "Sans précision"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = label
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, label if value == "" else text) for value, text in field.widget.choices]


def row(*names: str) -> Div:
    return Div(*names, css_class="fields-row")


def all_territories(today: date) -> QuerySet[Territory]:
    return Territory.objects.valid_on(today)


def not_after(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(NOT_YET, code="future")
    return day
