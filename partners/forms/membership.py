from crispy_forms.layout import Layout

from emile.accounts.enums import BY_ORIGIN, BY_TERRITORY, Role
from emile.core.pages.forms import Cleaned
from emile.reference.models import OriginArea
from partners.enums import OrganisationKind
from partners.forms.base import EMPTY_CHOICE, PartnerForm, all_territories, row
from partners.models import Membership, Organisation
from partners.permissions import roles_to_give


class MembershipForm(PartnerForm):
    """Gives one role, somewhere, from a day. What a role needs beside the organisation is said field by field."""

    beside = "role"

    class Meta:
        model = Membership
        fields = ("role", "organisation", "territory", "origin_area", "valid_from", "valid_to")

    def prepare(self) -> None:
        self.organisations("organisation", *OrganisationKind)
        given = [(role.value, role.label) for role in roles_to_give(self.user)]
        self.offer("role", [("", EMPTY_CHOICE), *given])
        self.fields["territory"].required = False
        self.offer_rows("territory", all_territories(self.today))
        self.fields["territory"].help_text = "Pour un·e chef·fe de service, un·e chargé·e d'accompagnement."
        self.offer_rows("origin_area", OriginArea.objects.valid_on(self.today))
        self.fields["origin_area"].help_text = "Pour un·e référent·e."
        self.suggest("valid_from", self.today)
        self.fields["valid_to"].help_text = "Dernier jour compris ; vide s'il n'y a pas de fin prévue."

    def layout(self) -> Layout:
        return Layout("role", "organisation", row("territory", "origin_area"), row("valid_from", "valid_to"))

    def _get_validation_exclusions(self) -> set[str]:
        """The person comes from the URL, not from the form, and must be validated all the same: the same role is not
        given twice."""
        return super()._get_validation_exclusions() - {"user"}

    def clean(self) -> Cleaned:
        data = super().clean()
        if role := data.get("role"):
            self._fits("territory", role, needed=role in BY_TERRITORY, what="un territoire")
            self._fits("origin_area", role, needed=role in BY_ORIGIN, what="une zone d'origine")
            self._right_kind(role, data.get("organisation"))
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", "La fin du rattachement précède son début.")
        return data

    def _fits(self, name: str, role: str, *, needed: bool, what: str) -> None:
        if name in self.errors:
            return
        given = self.cleaned_data.get(name)
        if needed and not given:
            self.add_error(name, f"Le rôle « {Role(role).label} » s'exerce dans {what} : choisissez-le ici.")
        if given and not needed:
            self.add_error(name, f"Le rôle « {Role(role).label} » ne s'attache pas à {what} : laissez vide.")

    def _right_kind(self, role: str, organisation: Organisation | None) -> None:
        prescribes = organisation is not None and organisation.kind == OrganisationKind.PRESCRIBER
        if organisation and role == Role.PRESCRIBER and not prescribes:
            self.add_error("organisation", "Un prescripteur appartient à une structure prescriptrice.")
        if organisation and role == Role.PARTNER and prescribes:
            self.add_error("organisation", "Une structure prescriptrice n'est pas un partenaire : choisissez son rôle.")
