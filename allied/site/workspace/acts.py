"""What one did oneself and can take back, once its toast is gone."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from allied.kernel.personal import queries
from allied.web.http import MemberRequest, member_view, render


@require_safe
@member_view
def acts(request: MemberRequest) -> HttpResponse:
    """GET /account/acts: the last acts of the member that have an undo, the newest first."""
    open_now = set(queries.to_undo(actor=request.member).values_list("pk", flat=True))
    found = [(act, act.pk in open_now) for act in queries.acts(actor=request.member)]
    return render(request, "workspace/acts.html", {"acts": found})
