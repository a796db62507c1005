from crispy_forms.layout import Layout

from partners.forms.base import PartnerForm, row
from partners.models import Contact


class ContactForm(PartnerForm):
    class Meta:
        model = Contact
        fields = ("first_name", "last_name", "job_title", "phone", "email")

    def layout(self) -> Layout:
        return Layout(row("first_name", "last_name"), "job_title", row("phone", "email"))
