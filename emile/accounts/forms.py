from datetime import datetime
from typing import Unpack

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest, QueryDict

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.signing_in import throttle
from emile.core.pages.forms import Cleaned, FormOptions, ProductForm
from emile.core.pages.listing.filters import ListFilter
from emile.core.pages.one_use import OneUseForm
from emile.core.pages.stamped import StampedForm

WRONG = "Adresse ou mot de passe incorrect. Vérifiez les deux, puis recommencez."
LOCKED = "Trop d'essais pour cette adresse. Attendez un quart d'heure, puis recommencez."
MOST_PASSWORD = 128


def password_field(label: str, *, new: bool = False, help_text: str = "") -> forms.CharField:
    """Kept as typed, spaces included; bounded, since hashing a very long text is slow."""
    complete = "new-password" if new else "current-password"
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=MOST_PASSWORD, widget=widget, help_text=help_text)


class SignInForm(ProductForm):
    """The same answer, in about the same time, whether or not the account exists."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = password_field("Mot de passe")

    def __init__(
        self, data: QueryDict | None = None, *, request: HttpRequest, now: datetime, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.request, self.now = request, now
        self.user: User | None = None

    def clean(self) -> Cleaned:
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        key = throttle.key_of(data["email"], throttle.client_address(self.request))
        try:
            throttle.count_attempt(key, now=self.now)
        except throttle.TooManyAttempts:
            raise forms.ValidationError(LOCKED, code="locked") from None
        self.user = authenticate(self.request, email=data["email"], password=data["password"])
        if self.user is None:
            raise forms.ValidationError(WRONG, code="wrong")
        throttle.forgive(key, now=self.now)
        return data

    def signed_in(self) -> User:
        """Once the form is valid."""
        if self.user is None:
            raise ValueError("this form is not valid")
        return self.user


class NewPasswordForm(ProductForm):
    """A password chosen twice. ``person`` is whose: it may not look like their name or address."""

    new_password = password_field(
        "Nouveau mot de passe",
        new=True,
        help_text="Douze caractères au moins. Une phrase que vous seul·e connaissez convient très bien.",
    )
    again = password_field("Le même, encore une fois", new=True)

    def __init__(self, data: QueryDict | None = None, *, person: User, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.person = person

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> Cleaned:
        super().clean()
        data = self.cleaned_data
        if data.get("new_password") and data.get("again") and data["new_password"] != data["again"]:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes.")
        return data


class PasswordChangeForm(OneUseForm, NewPasswordForm):
    current_password = password_field("Mot de passe actuel")
    field_order = ["current_password", "new_password", "again"]

    def clean_current_password(self) -> str:
        typed: str = self.cleaned_data["current_password"]
        if not self.person.check_password(typed):
            raise forms.ValidationError("Ce n'est pas votre mot de passe actuel.", code="wrong")
        return typed


class PersonForm(OneUseForm, StampedForm[User]):
    """Somebody's account: who they are. What they may do is in their memberships."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("first_name", "last_name", "email", "phone")
        widgets = {"phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class OwnDetailsForm(PersonForm):
    """« Mon compte »: the address is how one signs in, an administrator changes it."""

    class Meta(PersonForm.Meta):
        fields = ("first_name", "last_name", "phone")


class ConfirmForm(OneUseForm, ProductForm):
    """Nothing to fill in: a sentence and a button."""


class PeopleFilter(ListFilter):
    STATES = [("", "Actifs"), ("sans-role", "Sans rôle"), ("jamais", "Jamais connectés"), ("inactifs", "Désactivés")]

    q = forms.CharField(label="Nom, adresse, organisation", required=False, max_length=100)
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous les rôles"), *Role.choices])
    etat = forms.ChoiceField(label="État", required=False, choices=STATES)
