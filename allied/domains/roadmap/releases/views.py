"""The pages of releases and the changelog."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.roadmap.forms import ShipItemForm
from allied.domains.roadmap.models import OUT, Release
from allied.domains.roadmap.records.actions import said
from allied.domains.roadmap.records.queries import by_reference
from allied.domains.roadmap.records.undo import of_edit
from allied.domains.roadmap.records.views import act_page, address
from allied.domains.roadmap.releases import actions, queries, undo
from allied.domains.roadmap.releases.listing import release_list
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.thread.panel import panel
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web import markdown
from allied.web.forms import posted
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.jinja import url
from allied.web.listing import Listing, Sort
from allied.web.lists.saved import begins_with_default
from allied.web.thread import drawn, strip

NEWEST = Sort("newest", _("newest first"), ("-shipped_on", "-pk"))


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
@begins_with_default("releases")
def releases(request: MemberRequest) -> HttpResponse:
    listing = release_list(request)
    shown = {"listing": listing, "sheet": listing.sheet()}
    shown["may_add"] = access.can(request.member, Permission.RELEASE_EDIT)
    return render(request, "roadmap/releases/list.html", shown, fragment="list")


@require_safe
@member_view(permission=Permission.WORKSPACE_READ)
def changelog(request: MemberRequest) -> HttpResponse:
    """GET /w/<workspace>/changelog: what has shipped, newest first, in the words of its notes."""
    found = queries.changelog(actor=request.member, product=request.layout.product)
    page = Listing(request, found, sorts=[NEWEST], filters=[]).page()
    texts = markdown.render_all([one.notes for one in page.items], actor=request.member, headings_from=2)
    told = list(zip(page.items, texts, strict=True))
    return render(request, "roadmap/releases/changelog.html", {"told": told, "page": page})


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, release = request.member, _release(request, reference)
    found = panel(release.node, actor=member)
    may_link = access.can(member, Permission.THREAD_LINK, release.node)
    shown = {
        "release": release,
        "deliveries": queries.deliveries(release, actor=member),
        "steps": queries.steps(release),
        "notes": markdown.render(release.notes, actor=member, headings_from=2) if release.notes else "",
        "may_edit": access.can(member, Permission.RELEASE_EDIT, release.node),
        "may_link": may_link,
        "strip": strip(found),
        "panel": drawn(found, workspace_slug=member.workspace.slug, may_fill=may_link),
        "events": history(release.node, actor=member),
    }
    return render(request, "roadmap/releases/detail.html", shown)


@member_view(permission=Permission.RELEASE_EDIT)
def shipping(request: MemberRequest, reference: str) -> HttpResponse:
    """GET says what ships and what is left to do; POST ships it."""
    release, today = _release(request, reference), today_in(request.member.workspace)
    deliveries = queries.deliveries(release, actor=request.member)
    left = [item for __, item in deliveries if item.state not in OUT]
    form = ShipItemForm(posted(request), is_tested=all(item.tested for item in left), today=today)
    if request.method == "POST" and (kept := form.attempt(partial(_ship, form, release, request))):
        toast(request, _("%(reference)s has shipped.", reference=reference), undo=undo.of_shipping(kept))
        return go_to(request, address(request, kept))
    more = {"deliveries": deliveries, "steps": queries.steps(release), "held": queries.held(left)}
    return act_page(request, release, "roadmap/releases/ship.html", form, **more)


def _ship(form: ShipItemForm, release: Release, request: MemberRequest) -> Release:
    return actions.ship_release(release, **form.said(), actor=request.member)


@require_POST
@member_view
def shipping_removal(request: MemberRequest, reference: str) -> HttpResponse:
    release = _release(request, reference)
    on = release.shipped_on.isoformat() if release.shipped_on else ""
    with_it = queries.shipped_with(release, actor=request.member)
    because = next((item.untested_because for item in with_it if item.untested_because), "")
    kept = actions.unship_release(release, actor=request.member)
    toast(
        request, _("%(reference)s is planned again.", reference=reference), undo=undo.of_unshipping(kept, on, because)
    )
    return go_to(request, address(request, kept))


@require_POST
@member_view
def notes(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /releases/<reference>/notes: draft them from the items; ``over`` writes over those that stand."""
    release = _release(request, reference)
    before = said(release)
    kept = actions.draft_notes(release, over="over" in request.POST, actor=request.member)
    toast(request, _("The notes of %(reference)s are drafted.", reference=reference), undo=of_edit(kept, before))
    return go_to(request, address(request, kept))


@require_POST
@member_view
def ticks(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /releases/<reference>/ticks: ``step`` is done, or with an empty ``done`` it is not. Undo has both in its
    address."""
    release, given = _release(request, reference), request.POST if "step" in request.POST else request.GET
    step, done = given.get("step", ""), bool(given.get("done"))
    kept = actions.tick_step(release, step, done=done, actor=request.member)
    words = _("Done: %(step)s", step=step) if done else _("Not done after all: %(step)s", step=step)
    back = urlencode({"step": step, "done": "" if done else "1"})
    toast(request, words, f"{url('releases:ticks', reference=reference)}?{back}")
    return go_to(request, f"{address(request, kept)}#checklist")


def _release(request: MemberRequest, reference: str) -> Release:
    return by_reference(reference, actor=request.member, model=Release)
