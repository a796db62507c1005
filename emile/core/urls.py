from importlib.util import find_spec

from django.urls import path

from emile.core.views_gallery import gallery

app_name = "core"
urlpatterns = [path("composants/", gallery, name="gallery")]
if find_spec("emile.core.views_todo"):  # TEMPORARY while the house is being built
    from emile.core.views_todo import todo

    urlpatterns.append(path("", todo, name="todo"))
if find_spec("emile.core.views_public"):
    from emile.core.views_public import accessibility, privacy

    urlpatterns += [
        path("accessibilite/", accessibility, name="accessibility"),
        path("donnees-personnelles/", privacy, name="privacy"),
    ]
