from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from emile.core.pages.todo import Asked, heaps_for


def todo(request: HttpRequest) -> HttpResponse:
    """« À faire »: what waits on this person, today."""
    today = timezone.localdate()
    asked = Asked(only=request.GET.get("tas", ""))
    heaps = heaps_for(request.user, today, asked)
    if asked.only and not heaps:  # all of it is done, or there is no such heap
        return redirect("core:todo")
    total = sum(heap.total for heap in heaps)
    context = {"today": today, "heaps": heaps, "total": total, "asked": asked}
    return render(request, "core/todo.html", context)
