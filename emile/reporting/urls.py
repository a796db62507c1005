from django.urls import path

from emile.reporting.views import dashboard

app_name = "reporting"
urlpatterns = [path("", dashboard, name="dashboard")]
