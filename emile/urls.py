from importlib.util import find_spec

from django.urls import include, path

from emile.core.health import healthz


def optional(prefix: str, module: str) -> list:  # TEMPORARY while the house is being built
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *optional("", "emile.core.urls"),
    *optional("", "emile.accounts.urls"),
    *optional("", "candidates.urls"),
    *optional("", "placements.urls_overview"),
    *optional("pilotage/", "emile.reporting.urls"),
    *optional("partenaires/", "partners.urls"),
    *optional("journal/", "emile.audit.urls"),
    path("referentiel/", include("emile.reference.urls")),
    path("travaux/", include("emile.core.jobs.urls")),
]
