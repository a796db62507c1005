from django.urls import include, path

from emile.core.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("emile.accounts.urls")),
    path("referentiel/", include("emile.reference.urls")),
    path("travaux/", include("emile.core.jobs.urls")),
]
