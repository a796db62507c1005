from partners.models.membership import Membership
from partners.models.offers import Dwelling, RelayFlat, Vacancy
from partners.models.organisation import Contact, Organisation

__all__ = ["Contact", "Dwelling", "Membership", "Organisation", "RelayFlat", "Vacancy"]
