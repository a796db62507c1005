"""Entering a candidature. Included under ``dossiers/``, in the namespace ``candidates``."""

from django.urls import path

from candidates.candidature.views.documents import document, documents, withdraw_document
from candidates.candidature.views.members import add_member, edit_member, member_left
from candidates.candidature.views.new_file import NewFileView
from candidates.candidature.views.pages import TopicView, recap

urlpatterns = [
    path("nouveau/", NewFileView.as_view(), name="new"),
    path("<slug:reference>/candidature/", recap, name="candidature"),
    path("<slug:reference>/candidature/<slug:topic>/", TopicView.as_view(), name="topic"),
    path("<slug:reference>/membres/ajouter/", add_member, name="member_add"),
    path("<slug:reference>/membres/<int:pk>/", edit_member, name="member_edit"),
    path("<slug:reference>/membres/<int:pk>/depart/", member_left, name="member_left"),
    path("<slug:reference>/documents/", documents, name="documents"),
    path("<slug:reference>/documents/<uuid:token>/", document, name="document"),
    path("<slug:reference>/documents/<uuid:token>/retirer/", withdraw_document, name="document_withdraw"),
]
