from django.urls import path

from emile.core.jobs import views
from emile.core.jobs.lists import JobList
from emile.core.pages.listing.page import list_page

app_name = "jobs"
urlpatterns = [
    path("", list_page(JobList), name="list"),
    path("<uuid:pk>/", views.JobDetail.as_view(), name="detail"),
    path("<uuid:pk>/avancement/", views.JobState.as_view(), name="state"),
    path("<uuid:pk>/fichier/", views.download, name="download"),
    path("<uuid:pk>/reessayer/", views.retry, name="retry"),
]
