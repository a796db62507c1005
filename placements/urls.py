from django.urls import path

from placements.overview.board_page import board
from placements.stays.calendar_page import calendar

app_name = "placements"
urlpatterns = [
    path("territoire/", board, name="board"),
    path("appartements-relais/", calendar, name="calendar"),
]
