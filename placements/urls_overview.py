from django.urls import path

from placements.views.board import board
from placements.views.calendar import calendar

app_name = "placements"
urlpatterns = [
    path("territoire/", board, name="board"),
    path("appartements-relais/", calendar, name="calendar"),
]
