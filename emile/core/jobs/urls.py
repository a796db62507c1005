from django.urls import path

from emile.core.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<uuid:pk>/", views.JobDetail.as_view(), name="detail"),
    path("<uuid:pk>/avancement/", views.JobState.as_view(), name="state"),
    path("<uuid:pk>/fichier/", views.download, name="download"),
    path("<uuid:pk>/reessayer/", views.retry, name="retry"),
]
