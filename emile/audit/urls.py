from django.urls import path

from emile.audit.lists import Journal
from emile.core.pages.listing.page import list_page

app_name = "audit"
urlpatterns = [path("", list_page(Journal), name="journal")]
