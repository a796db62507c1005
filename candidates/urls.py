from django.urls import include, path

from candidates.candidature import urls as urls_candidature
from candidates.candidature.views.summary import ask_summary
from candidates.file.access import open_with_reason
from candidates.file.view import file
from candidates.journey.view import verb
from candidates.overview import urls as urls_overview

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
