from django.urls import path

from emile.core.pages.views.gallery import gallery
from emile.core.pages.views.public import accessibility, privacy
from emile.core.pages.views.todo import todo

app_name = "core"
urlpatterns = [
    path("", todo, name="todo"),
    path("composants/", gallery, name="gallery"),
    path("accessibilite/", accessibility, name="accessibility"),
    path("donnees-personnelles/", privacy, name="privacy"),
]
