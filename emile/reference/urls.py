from django.urls import path

from emile.core.pages.listing.page import list_page
from emile.reference.lists import Rows
from emile.reference.views.rows import IndexView, RowClose, RowCreate, RowUpdate
from emile.reference.views.suggestions import commune_suggestions, trade_suggestions

app_name = "reference"
urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("communes/suggestions/", commune_suggestions, name="commune_suggestions"),
    path("metiers/suggestions/", trade_suggestions, name="trade_suggestions"),
    path("<slug:table>/", list_page(Rows), name="list"),
    path("<slug:table>/ajouter/", RowCreate.as_view(), name="add"),
    path("<slug:table>/<int:pk>/", RowUpdate.as_view(), name="edit"),
    path("<slug:table>/<int:pk>/fermer/", RowClose.as_view(), name="close"),
]
