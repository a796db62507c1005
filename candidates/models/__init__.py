from candidates.models.candidature import Candidature, Complement, Consent, Diagnosis, Document, Wish
from candidates.models.household import Household, Member, StayRight
from candidates.models.journey import EventNote, Journey, JourneyEvent
from candidates.models.situation import (
    Debt,
    HealthNeeds,
    HousingSituation,
    Income,
    MemberTrade,
    Schooling,
    SocialHousingRequest,
    WorkProfile,
)

__all__ = [
    "Candidature",
    "Complement",
    "Consent",
    "Debt",
    "Diagnosis",
    "Document",
    "EventNote",
    "HealthNeeds",
    "Household",
    "HousingSituation",
    "Income",
    "Journey",
    "JourneyEvent",
    "Member",
    "MemberTrade",
    "Schooling",
    "SocialHousingRequest",
    "StayRight",
    "Wish",
    "WorkProfile",
]
