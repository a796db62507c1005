from django.urls import path

from emile.audit.views import Journal

app_name = "audit"
urlpatterns = [path("", Journal.as_view(), name="journal")]
