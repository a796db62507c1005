from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from emile.core.counting import MOST
from emile.core.todo import heaps_for


def todo(request: HttpRequest) -> HttpResponse:
    """« À faire »: what waits on this person, today."""
    today = timezone.localdate()
    heaps = heaps_for(request.user, today)
    total = sum(heap.total for heap in heaps)
    context = {"today": today, "heaps": heaps, "total": total, "many": any(heap.total > MOST for heap in heaps)}
    return render(request, "core/todo.html", context)
