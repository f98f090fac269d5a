"""Open the demo beside a workspace of one's own, and take it away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.site.demo import opening as acts
from allied.web.http import MemberRequest, member_view, render, toast


@require_http_methods(["GET", "POST"])
@member_view
def opening(request: MemberRequest) -> HttpResponse:
    """GET, POST /w/<workspace>/demo: load the demo in the background; the page follows it and can be left."""
    if request.method == "POST":
        acts.open_demo(actor=request.member)
        return redirect("open-demo", workspace=request.member.workspace.slug)
    job = Job.objects.visible_to(request.member).filter(task=acts.TASK).order_by("-pk").first()
    mine = Member.objects.filter(user=request.user, workspace__is_demo=True, deactivated_at=None)
    entered = mine.select_related("workspace").first()
    page = {"job": job, "place": reverse("home", kwargs={"workspace": entered.workspace.slug}) if entered else ""}
    return render(request, "home/demo.html", page, fragment="state")


@require_POST
@member_view
def removal(request: MemberRequest) -> HttpResponse:
    """POST /w/<workspace>/demo/removal: erase this demo workspace."""
    acts.close_demo(actor=request.member)
    toast(request, "The demo is removed. Your own workspaces are as they were.")
    return redirect("front-door")
