from django.urls import include, path

from candidates import urls_candidature, urls_overview
from candidates.views.file import file
from candidates.views.open_with_reason import open_with_reason
from candidates.views.summary import ask_summary
from candidates.views.verb import verb

app_name = "candidates"

of_one_file = [
    path("", file, name="file"),
    path("volet/<slug:panel>/", file, name="panel"),
    path("agir/<slug:slug>/", verb, name="verb"),
    path("synthese/", ask_summary, name="summary"),
    path("ouvrir/", open_with_reason, name="open_with_reason"),
]

urlpatterns = [
    *urls_overview.urlpatterns,
    path("dossiers/", include(urls_candidature.urlpatterns)),
    path("dossiers/<slug:reference>/", include(of_one_file)),
]
