from collections.abc import Sequence
from typing import Unpack

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict

from candidates.candidature.documents import ACCEPTED, Checked, UnreadableFile, check_upload
from candidates.enums import Audience, DocumentKind
from emile.core.pages.forms import FormOptions, ProductForm, SaneDateField
from emile.core.pages.one_use import OneUseForm


class DocumentForm(OneUseForm, ProductForm):
    kind = forms.ChoiceField(label="Nature", choices=[("", "Choisir…"), *DocumentKind.choices])
    title = forms.CharField(label="Intitulé", max_length=120, help_text="Par exemple : Titre de séjour, recto verso.")
    file = forms.FileField(
        label="Fichier",
        help_text="PDF, JPG ou PNG, 8 Mo au plus.",
        widget=forms.FileInput({"accept": ",".join(ACCEPTED)}),
    )
    expires_on = SaneDateField(label="Expire le", required=False)
    audience = forms.ChoiceField(label="Visible par")

    def __init__(
        self, data: QueryDict | None = None, *, audiences: Sequence[Audience], **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.offer("audience", [(audience.value, audience.label) for audience in audiences])
        self.helper.layout = Layout(
            "token",
            Div("kind", "title", css_class="fields-row"),
            "file",
            Div("expires_on", "audience", css_class="fields-row"),
        )

    def clean_file(self) -> Checked:
        try:
            return check_upload(self.cleaned_data["file"])
        except UnreadableFile as error:
            raise forms.ValidationError(str(error), code="unreadable") from error
