from django.urls import include, path

from emile.core.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("emile.core.urls")),
    path("", include("emile.accounts.urls")),
    path("", include("candidates.urls")),
    path("", include("placements.urls")),
    path("pilotage/", include("emile.reporting.urls")),
    path("partenaires/", include("partners.urls")),
    path("journal/", include("emile.audit.urls")),
    path("referentiel/", include("emile.reference.urls")),
    path("travaux/", include("emile.core.jobs.urls")),
]
