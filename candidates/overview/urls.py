"""The pages that look at many files at once, among the addresses of the files."""

from django.urls import path

from candidates.overview.views.file_list import file_list
from candidates.overview.views.search import search

app_name = "candidates"
urlpatterns = [
    path("dossiers/", file_list, name="list"),
    path("recherche/", search, name="search"),
]
