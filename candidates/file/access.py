from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from candidates.file.forms import AccessForm
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.audit.actions import open_with_reason as write_opening
from emile.core.pages.forms import posted
from emile.core.pages.one_use import AlreadyDone, once
from emile.core.people import SignedInRequest


def open_with_reason(request: SignedInRequest, reference: str) -> HttpResponse:
    """A manager opens a named file by writing why; the reason is kept, and the DPO reads it."""
    require_role(request.user, Role.MANAGER)
    journey = get_object_or_404(
        Journey.objects.countable_by(request.user).select_related("programme", "territory"), reference=reference
    )
    form = AccessForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.cleaned_data["token"], user=request.user):
                write_opening(
                    user=request.user,
                    household_id=journey.household_id,
                    reason=form.cleaned_data["reason"],
                    note=form.cleaned_data["note"],
                    now=timezone.now(),
                )
        except AlreadyDone:
            pass  # the first click opened it
        return redirect("candidates:file", reference=reference)
    return render(request, "candidates/open_with_reason.html", {"journey": journey, "form": form})
