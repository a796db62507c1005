from emile.reference.models.loads import LoadedSource
from emile.reference.models.parameters import LegalParameter
from emile.reference.models.places import Basin, Commune, Department, OriginArea, Territory
from emile.reference.models.programmes import Programme, ProgrammeTerritory
from emile.reference.models.reasons import Reason
from emile.reference.models.trades import Trade

__all__ = [
    "Basin",
    "Commune",
    "Department",
    "LegalParameter",
    "LoadedSource",
    "OriginArea",
    "Programme",
    "ProgrammeTerritory",
    "Reason",
    "Territory",
    "Trade",
]
