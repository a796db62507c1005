from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from emile.core.pages.todo import Asked, piles_for
from emile.core.people import SignedInRequest


def todo(request: SignedInRequest) -> HttpResponse:
    """« À faire »: what waits on this person, today."""
    today = timezone.localdate()
    asked = Asked(only=request.GET.get("tas", ""))
    piles = piles_for(request.user, today, asked)
    if asked.only and not piles:  # all of it is done, or there is no such pile
        return redirect("core:todo")
    total = sum(pile.total for pile in piles)
    context = {"today": today, "piles": piles, "total": total, "asked": asked}
    return render(request, "core/todo.html", context)
