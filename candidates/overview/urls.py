"""The pages that look at many files at once, among the addresses of the files."""

from django.urls import path

from candidates.overview.lists import Files
from candidates.overview.views.search import search
from emile.core.pages.listing.page import list_page

app_name = "candidates"
urlpatterns = [
    path("dossiers/", list_page(Files), name="list"),
    path("recherche/", search, name="search"),
]
