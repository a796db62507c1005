"""How every form of the product behaves: French sentences, sane dates, bounded text, the same look.

class StayForm(ProductForm):
    arrives_on = SaneDateField(label="Arrivée")
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.forms.models import construct_instance
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from emile.core.database.constraints import all_hold
from emile.core.generic import ModelForm

Choices = Iterable[tuple[str | int, str]]
Cleaned = dict[str, Any]
"""What ``clean`` returns: each field has its own type."""
Row = TypeVar("Row", bound=Model)


class FormOptions(TypedDict, total=False):
    """What a form is made with besides what was sent: ``**options: Unpack[FormOptions]``."""

    files: MultiValueDict[str, UploadedFile] | None
    auto_id: bool | str
    prefix: str | None
    initial: Cleaned | None


class RowOptions(FormOptions, Generic[Row], total=False):
    """The same for the form of a row."""

    instance: Row | None


FIRST_DAY = dt.date(1900, 1, 1)
DAYS_AHEAD = 731
SHORT_TEXT, LONG_TEXT = 250, 5_000

MESSAGES: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.Field, {"required": "Renseignez ce champ."}),
    (forms.ChoiceField, {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez dans la liste."}),
    (forms.BooleanField, {"required": "Cochez cette case pour continuer."}),
    (forms.EmailField, {"invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."}),
    (forms.IntegerField, {"invalid": "Écrivez un nombre entier, par exemple 12."}),
    (forms.DecimalField, {"invalid": "Écrivez un nombre, par exemple 1\u202f250,50."}),
    (forms.DateField, {"required": "Indiquez une date.", "invalid": "Écrivez une date, par exemple 31/12/2026."}),
    (forms.FileField, {"required": "Joignez un fichier.", "empty": "Ce fichier est vide : joignez-en un autre."}),
]


def check_sane_date(value: dt.date) -> None:
    """Raises ValidationError before 1900 or more than two years ahead: almost always a slip of the keyboard."""
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < FIRST_DAY:
        raise forms.ValidationError("Cette date est avant 1900 : vérifiez l'année.", code="too_early")
    if day > timezone.localdate() + dt.timedelta(days=DAYS_AHEAD):
        raise forms.ValidationError("Cette date est à plus de deux ans : vérifiez l'année.", code="too_late")


class SaneDateInput(forms.DateInput):
    """The browser's own calendar; its bounds are those of today, not of the day the server started."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> Cleaned:
        latest = timezone.localdate() + dt.timedelta(days=DAYS_AHEAD)
        bounds = {"min": FIRST_DAY.isoformat(), "max": latest.isoformat()}
        return super().get_context(name, value, bounds | (attrs or {}))


class SaneDateField(forms.DateField):
    widget = SaneDateInput
    default_validators = [check_sane_date]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"], **kwargs)


class ProductFormMixin(forms.BaseForm):
    """Before ``forms.Form`` or ``forms.ModelForm``. The page writes ``<form method="post" novalidate>`` itself."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = product_helper()
        for field in self.fields.values():
            speak_french(field)
            bound_text(field)
            bound_date(field)
            keep_what_was_typed(field)

    def offer(self, name: str, choices: Choices) -> None:
        """What a list offers, when it is known only once the form is made."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is not a list")
        field.choices = choices

    def offer_rows(self, name: str, rows: QuerySet[Model]) -> None:
        """The same, for a list of rows."""
        field = self.fields[name]
        if not isinstance(field, forms.ModelChoiceField):
            raise TypeError(f"{name} is not a list of rows")
        field.queryset = rows


class ProductForm(ProductFormMixin, forms.Form):
    pass


class ProductModelForm(ProductFormMixin, ModelForm[Row]):
    """Asks the database less than Django's: a row that a field has just read is not looked for again by the model, and
    the checks of a table are asked together."""

    if TYPE_CHECKING:  # Django has them; the types that are written of it leave them out
        _validate_unique: bool

        def _update_errors(self, errors: forms.ValidationError) -> None: ...

        def _get_validation_exclusions(self) -> set[str]: ...

    def _post_clean(self) -> None:
        """The same steps as Django's."""
        self._say_wrong(self._construct)
        self._say_wrong(self._clean_columns)
        self._say_wrong(self._clean_constraints)
        if self._validate_unique:
            self.validate_unique()

    def _say_wrong(self, step: Callable[[], None]) -> None:
        try:
            step()
        except forms.ValidationError as error:
            self._update_errors(error)

    def _construct(self) -> None:
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    def _clean_columns(self) -> None:
        read = {name for name, value in self.cleaned_data.items() if isinstance(value, Model)}
        left_out = self._get_validation_exclusions() | read
        self.instance.full_clean(exclude=left_out, validate_unique=False, validate_constraints=False)

    def _clean_constraints(self) -> None:
        left_out = self._get_validation_exclusions()
        if not all_hold(self.instance, left_out):
            self.instance.validate_constraints(exclude=left_out)  # says which


def posted(request: HttpRequest) -> QueryDict | None:
    """The data that bind a form: what was sent, even when it is empty; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def product_helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper


def speak_french(field: forms.Field) -> None:
    """Replaces Django's sentence by ours, unless the field has a sentence of its own."""
    defaults: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        defaults |= getattr(cls, "default_error_messages", {}) if "default_error_messages" in vars(cls) else {}
    for cls, messages in MESSAGES:
        if isinstance(field, cls):
            ours = {
                code: text for code, text in messages.items() if field.error_messages.get(code) == defaults.get(code)
            }
            field.error_messages |= ours
            defaults |= ours


def bound_text(field: forms.Field) -> None:
    """A length for every text (NUL characters are refused by Django's CharField itself). A UUID is no text."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.UUIDField) or field.max_length is not None:
        return
    field.max_length = LONG_TEXT if isinstance(field.widget, forms.Textarea) else SHORT_TEXT
    field.validators.append(MaxLengthValidator(field.max_length))
    if not field.widget.is_hidden:
        field.widget.attrs.setdefault("maxlength", str(field.max_length))


def bound_date(field: forms.Field) -> None:
    """A model's date becomes a sane one."""
    if not isinstance(field, forms.DateField) or isinstance(field, SaneDateField):
        return
    field.validators.append(check_sane_date)
    field.input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
    if type(field.widget) is forms.DateInput:
        required, attrs = field.widget.is_required, field.widget.attrs
        field.widget = SaneDateInput(attrs)
        field.widget.is_required = required


def keep_what_was_typed(field: forms.Field) -> None:
    """A number is typed as text: browsers empty ``type="number"`` when it holds « 1 250 € » or « douze »."""
    if type(field.widget) is not forms.NumberInput or not isinstance(field, forms.IntegerField):
        return
    mode = "numeric" if type(field) is forms.IntegerField else "decimal"
    attrs = {name: value for name, value in field.widget.attrs.items() if name not in {"min", "max", "step"}}
    field.localize = True
    field.widget = forms.TextInput({"inputmode": mode, "autocomplete": "off"} | attrs)
    field.widget.is_localized = True
