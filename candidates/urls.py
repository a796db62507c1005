from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

from candidates.views.file import file
from candidates.views.open_with_reason import open_with_reason
from candidates.views.summary import ask_summary
from candidates.views.verb import verb

app_name = "candidates"


def optional(module: str) -> list:  # TEMPORARY while the house is being built
    return import_module(module).urlpatterns if find_spec(module) else []


of_one_file = [
    path("", file, name="file"),
    path("volet/<slug:panel>/", file, name="panel"),
    path("agir/<slug:slug>/", verb, name="verb"),
    path("synthese/", ask_summary, name="summary"),
    path("ouvrir/", open_with_reason, name="open_with_reason"),
]

urlpatterns = [
    *optional("candidates.urls_overview"),
    path("dossiers/", include(optional("candidates.urls_candidature"))),
    path("dossiers/<str:reference>/", include(of_one_file)),
]
