"""The pages of insights."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from allied.domains.insights import actions, queries, rules, undo
from allied.domains.insights.forms import HalfLifeForm, InsightForm, RetireForm, SupersedeForm
from allied.domains.insights.keeping_queries import kept
from allied.domains.insights.listing import evidence_list, insight_facets, insight_list
from allied.domains.insights.models import ENDED, Insight
from allied.domains.insights.watch import queries as watch
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member
from allied.kernel.thread.panel import panel
from allied.kernel.thread.strength import explain, today_in
from allied.kernel.words import _
from allied.synthesis.missing import NoEmbedder
from allied.web.forms import posted
from allied.web.http import MemberRequest, is_htmx, member_view, redirect_or_refresh, render, saved, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default
from allied.web.starts import start
from allied.web.strength import facts
from allied.web.thread import drawn, strip

NEAR_SHOWN = 2


@require_safe
@member_view
@begins_with_default("insights")
def insights(request: MemberRequest) -> HttpResponse:
    listing = insight_list(request)
    shown = {"listing": listing, "sheet": listing.sheet(), "facets": insight_facets(request, listing)}
    shown["may_draft"] = access.can(request.member, Permission.INSIGHT_DRAFT)
    return render(request, "insights/list.html", shown, fragment="list")


@member_view(permission=Permission.INSIGHT_DRAFT)
def new(request: MemberRequest) -> HttpResponse:
    member, product = request.member, request.layout.product
    begun = start(request, "insight")
    form = InsightForm(
        posted(request), actor=member, initial={**begun.initial, "product": str(product.pk) if product else ""}
    )
    if request.method == "POST" and (made := form.attempt(partial(_draft, form, request))):
        toast(
            request,
            _("%(reference)s is drafted. Add what supports it.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return go_to(request, made)
    return render(request, "insights/new.html", {"form": form, "start": begun}, status=form.status)


def _draft(form: InsightForm, request: MemberRequest) -> Insight:
    return actions.draft_insight(form.wording(), actor=request.member, product=form.product_chosen())


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, insight = request.member, insight_of(request, reference)
    shown = _record(insight, actor=member) | _confidence(insight, actor=member)
    found = panel(insight.node, actor=member)
    shown |= {"retire_form": RetireForm(), "strip": strip(found)}
    shown["panel"] = drawn(
        found, workspace_slug=member.workspace.slug, may_fill=access.can(member, Permission.THREAD_LINK)
    )
    near = watch.waiting(actor=member, claim=insight.pk)[: NEAR_SHOWN + 1] if insight.is_published else []
    shown["near"] = watch.offered(near, actor=member)
    shown["events"] = history(insight.node, actor=member)
    return render(request, "insights/detail.html", shown)


def _record(insight: Insight, *, actor: Member) -> dict[str, Any]:
    successor, themes = queries.around(insight, actor=actor)
    return {
        "insight": insight,
        "open": queries.open_to(actor, insight),
        "bearing": queries.bearing(insight, actor=actor),
        "successor": successor,
        "themes": [(theme, url_of(theme, workspace_slug=actor.workspace.slug)) for theme in themes],
        "kept": kept(insight, actor=actor),
    }


def _confidence(insight: Insight, *, actor: Member) -> dict[str, Any]:
    explained = explain(insight.node, actor=actor)
    return {
        "explained": explained,
        "facts": facts(explained.strength, today=today_in(actor.workspace)),
        "half_life_form": HalfLifeForm.of(insight),
    }


@member_view
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    form, before = InsightForm.of(insight, data=posted(request), actor=request.member), actions.said(insight)
    if request.method == "POST" and form.attempt(partial(_edit, form, insight, request)) is not None:
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(insight, before)
        return saved(request, words, url("insights:detail", reference=reference), actions.said(insight), undo=back)
    return act_page(request, insight, "edit", form=form, status=form.status)


def _edit(form: InsightForm, insight: Insight, request: MemberRequest) -> Insight:
    product = form.product_chosen()
    return actions.edit_insight(insight, form.wording(), actor=request.member, product=product, seen=form.seen)


@require_safe
@member_view
def evidence(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    listing = evidence_list(request, insight)
    page = listing.page()
    shown = {"insight": insight, "listing": listing, "page": page}
    shown["pieces"] = queries.pieces(page.items, actor=request.member)
    shown["may_link"] = access.can(request.member, Permission.THREAD_LINK)
    return render(request, "insights/evidence.html", shown, fragment="list")


@require_safe
@member_view
def related(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/insights/<reference>/related: claims near it in meaning; HTMX gets their card alone."""
    insight = insight_of(request, reference)
    shown: dict[str, Any] = {"insight": insight, "found": [], "missing": "", "is_part": is_htmx(request)}
    try:
        from allied.domains.insights.related import related as near  # noqa: PLC0415  brings numpy

        shown["found"] = near(insight, actor=request.member)
    except NoEmbedder as missing:
        shown["missing"] = str(missing)
    node, stands = insight.node, insight.node.state not in ENDED
    shown["may_link"] = stands and access.can(request.member, Permission.THREAD_LINK, node)
    shown["may_merge"] = stands and access.can(request.member, Permission.NODE_ARCHIVE, node)
    return render(request, "insights/related.html", shown, fragment="related")


@member_view(permission=Permission.INSIGHT_PUBLISH)
def publication(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    if request.method != "POST":
        return act_page(request, insight, "publish", open=queries.open_to(request.member, insight))
    actions.publish_insight(insight, actor=request.member)
    toast(
        request,
        _("%(reference)s is published.", reference=reference),
        url("insights:publication-undo", reference=reference),
        within=rules.TAKE_BACK,
    )
    return go_to(request, insight)


@require_POST
@member_view
def publication_undo(request: MemberRequest, reference: str) -> HttpResponse:
    insight = actions.unpublish_insight(insight_of(request, reference), actor=request.member)
    toast(request, _("%(reference)s is a draft again.", reference=reference))
    return go_to(request, insight)


@member_view(permission=Permission.INSIGHT_PUBLISH)
def retirement(request: MemberRequest, reference: str) -> HttpResponse:
    insight, form = insight_of(request, reference), RetireForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_retire, form, insight, request)) is not None:
        toast(
            request,
            _("%(reference)s is retired.", reference=reference),
            url("insights:reinstatement", reference=reference),
        )
        return go_to(request, insight)
    return act_page(request, insight, "retire", retire_form=form, status=form.status)


def _retire(form: RetireForm, insight: Insight, request: MemberRequest) -> Insight:
    return actions.retire_insight(insight, reason=form.cleaned_data["reason"], actor=request.member)


@member_view(permission=Permission.INSIGHT_PUBLISH)
def supersession(request: MemberRequest, reference: str) -> HttpResponse:
    insight, form = insight_of(request, reference), SupersedeForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_supersede, form, insight, request)) is not None:
        toast(
            request,
            _("%(reference)s is superseded.", reference=reference),
            url("insights:reinstatement", reference=reference),
        )
        return go_to(request, insight)
    text = request.GET.get("q", "").strip()
    found = queries.candidates(insight, actor=request.member, text=text)
    return act_page(request, insight, "supersede", form=form, text=text, found=found, status=form.status)


def _supersede(form: SupersedeForm, insight: Insight, request: MemberRequest) -> Insight:
    successor = insight_of(request, form.cleaned_data["successor"])
    return actions.supersede_insight(insight, successor, actor=request.member, reason=form.cleaned_data["reason"])


@require_POST
@member_view
def reinstatement(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    reason, successor = insight.end_reason, queries.around(insight, actor=request.member)[0]
    actions.reinstate_insight(insight, actor=request.member)
    again = undo.of_reinstatement(insight, reason, successor.reference if successor else "")
    toast(
        request,
        _(
            "%(reference)s is back as it was: %(state_label)s.",
            reference=reference,
            state_label=insight.node.state_label.lower(),
        ),
        undo=again,
    )
    return go_to(request, insight)


@require_POST
@member_view
def half_life(request: MemberRequest, reference: str) -> HttpResponse:
    insight = insight_of(request, reference)
    form, before = HalfLifeForm.of(insight, data=request.POST), actions.said_of_age(insight)
    if form.is_valid():
        actions.set_half_life(insight, form.value(), actor=request.member, seen=form.seen)
        back = undo.of_half_life(insight, before, form.value())
        toast(request, _("Strength of %(reference)s is worked out anew.", reference=reference), undo=back)
    return go_to(request, insight)


def insight_of(request: MemberRequest, reference: str) -> Insight:
    return queries.insight_by_reference(reference, actor=request.member)


ACTS: Final = {
    "edit": _("Edit"),
    "owners": _("Owners"),
    "park": _("Park"),
    "publish": _("Publish"),
    "retire": _("Retire"),
    "review": _("Review"),
    "reviewed": _("Reviewed"),
    "supersede": _("Supersede"),
}


def act_page(request: MemberRequest, insight: Insight, act: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page on which one insight is changed, without script too; its search answers HTMX with what it found."""
    back = url("insights:detail", reference=insight.node.reference)
    shown |= {"insight": insight, "act": ACTS[act], "back": back}
    return render(request, f"insights/{act}.html", shown, fragment="found" if "found" in shown else None, status=status)


def go_to(request: MemberRequest, insight: Insight) -> HttpResponse:
    return redirect_or_refresh(request, "insights:detail", reference=insight.node.reference)
