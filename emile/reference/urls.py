from django.urls import path

from emile.reference.views.rows import IndexView, RowClose, RowCreate, RowList, RowUpdate
from emile.reference.views.suggestions import commune_suggestions, trade_suggestions

app_name = "reference"
urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("communes/suggestions/", commune_suggestions, name="commune_suggestions"),
    path("metiers/suggestions/", trade_suggestions, name="trade_suggestions"),
    path("<slug:family>/", RowList.as_view(), name="list"),
    path("<slug:family>/ajouter/", RowCreate.as_view(), name="add"),
    path("<slug:family>/<int:pk>/", RowUpdate.as_view(), name="edit"),
    path("<slug:family>/<int:pk>/fermer/", RowClose.as_view(), name="close"),
]
