from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from candidates.candidature.forms.member import age_doubt
from candidates.candidature.forms.pages import File, TopicPage
from candidates.candidature.forms.topics import PAGES, after
from candidates.candidature.reading import TopicState, missing_points, read_file, topic_states
from candidates.candidature.recap import recap_of
from candidates.enums import Topic
from candidates.journey.moves import available
from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import Wish
from candidates.permissions import can_edit_topic
from emile.core.people import SignedInRequest


class TopicView(View):
    """One page of the candidature. It saves what can be read, says what cannot, and loses nothing."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: str) -> HttpResponseBase:
        if kwargs["topic"] not in Topic.values:
            raise Http404
        self.topic = Topic(kwargs["topic"])
        self.file = read_file(self.request.user, kwargs["reference"], lock=request.method == "POST")
        if not can_edit_topic(self.request.user, self.file.journey, self.topic):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: SignedInRequest) -> HttpResponse:
        return self.page(request, PAGES[self.topic](self.file))

    def post(self, request: SignedInRequest) -> HttpResponse:
        page = PAGES[self.topic](self.file, request.POST)
        by_itself = bool(request.htmx)
        if changed_meanwhile(page, request) and "keep" not in request.POST:
            return self.conflict(request, page, by_itself=by_itself)
        page.save(by_itself=by_itself)
        if by_itself:
            return self.saved_fragment(request, page)
        if page.has_problems:
            return self.page(request, page, now=self.reread(request))
        messages.success(request, f"{self.topic.label} : enregistré à {timezone.localtime():%H:%M}.")
        return redirect(self.where_next(request))

    def where_next(self, request: SignedInRequest) -> str:
        reference = self.file.journey.reference
        if "next" not in request.POST:
            return reverse("candidates:topic", args=[reference, self.topic.value])
        topic = after(self.topic)
        while topic is not None and not can_edit_topic(request.user, self.file.journey, topic):
            topic = after(topic)
        if topic is None:
            return reverse("candidates:candidature", args=[reference])
        return reverse("candidates:topic", args=[reference, topic.value])

    def reread(self, request: SignedInRequest) -> TopicPage:
        """Reads the page again after saving, with its digest."""
        return PAGES[self.topic](read_file(request.user, self.file.journey.reference))

    def page(
        self, request: SignedInRequest, page: TopicPage, now: TopicPage | None = None, **more: object
    ) -> HttpResponse:
        now = now or page
        return render(request, "candidates/candidature/topic.html", self.context(request, page, now) | more)

    def conflict(self, request: SignedInRequest, page: TopicPage, *, by_itself: bool) -> HttpResponse:
        if by_itself:
            return render(request, "candidates/candidature/_conflict_note.html", {"file": self.file})
        return self.page(request, page, differences=page.differences(), in_conflict=True)

    def saved_fragment(self, request: SignedInRequest, page: TopicPage) -> HttpResponse:
        context = self.context(request, page, self.reread(request)) | {"at": timezone.localtime()}
        return render(request, "candidates/candidature/_saved.html", context)

    def context(self, request: SignedInRequest, page: TopicPage, now: TopicPage) -> dict[str, object]:
        states = topic_states(now.file, self.topic)
        return {
            "journey": now.file.journey,
            "household": now.file.household,
            "page": page,
            "now": now,
            "topic": self.topic,
            "states": editable(request, now.file, states),
            "current": next(state for state in states if state.is_current),
            "doubts": doubts(now.file) if self.topic == Topic.HOUSEHOLD else [],
        }


def changed_meanwhile(page: TopicPage, request: SignedInRequest) -> bool:
    """Tells whether something that this page shows has changed since."""
    return request.POST.get("seen") != page.fingerprint


def editable(request: SignedInRequest, file: File, states: list[TopicState]) -> list[TopicState]:
    return [state for state in states if can_edit_topic(request.user, file.journey, state.topic)]


def doubts(file: File) -> list[str]:
    return [doubt for member in file.members if (doubt := age_doubt(member, file.today))]


def recap(request: SignedInRequest, reference: str) -> HttpResponse:
    """Shows everything entered, to be read again with the family, and what is missing before it can be sent."""
    file = read_file(request.user, reference)
    prefetch_related_objects([file.journey], Prefetch("wishes", Wish.objects.select_related("territory")))
    submit = next((rule for action, rule in available(file.journey, request.user) if action == Action.SUBMIT), None)
    context = {
        "journey": file.journey,
        "household": file.household,
        "editable": [topic for topic in Topic if can_edit_topic(request.user, file.journey, topic)],
        "chapters": recap_of(file),
        "missing": missing_points(file),
        "submit": submit,
        "submit_url": reverse("candidates:verb", args=[reference, slug_of(Action.SUBMIT)]),
    }
    return render(request, "candidates/candidature/recap.html", context)
