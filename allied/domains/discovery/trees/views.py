"""The pages of trees: the tree of an outcome, the records of solutions and assumptions, and the acts on all."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from allied.domains.discovery import rules
from allied.domains.discovery.forms import ReasonForm
from allied.domains.discovery.models import Assumption, Experiment, Grown, Opportunity, Outcome
from allied.domains.discovery.trees import actions, exports, queries, undo
from allied.domains.discovery.trees.answers import act_page, address, editable, lead_to, named
from allied.domains.discovery.trees.comparing import comparison
from allied.domains.discovery.trees.forms import BranchForm, GrowForm, PlaceForm, PlantForm, TitleForm
from allied.domains.discovery.trees.gaps import Gap
from allied.domains.discovery.trees.listing import outcome_list
from allied.domains.discovery.trees.measures import ruler
from allied.domains.discovery.trees.outline import outline, whole
from allied.domains.discovery.trees.picture import drawn as drawn_tree
from allied.domains.discovery.trees.planting import read
from allied.domains.discovery.trees.results import said_in_short, share_words
from allied.domains.discovery.trees.sorts import SORTS
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation, undo_of_creations
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.importing.exports import written
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.thread.panel import panel
from allied.kernel.thread.strength import explain, today_in
from allied.kernel.words import _
from allied.web.forms import posted
from allied.web.http import MemberRequest, go_to, is_htmx, member_view, render, saved, toast
from allied.web.jinja import url
from allied.web.strength import facts
from allied.web.thread import drawn, strip


@require_safe
@member_view
def outcomes(request: MemberRequest) -> HttpResponse:
    listing = outcome_list(request)
    page = listing.page()
    shown = {"listing": listing, "page": page}
    shown["may_add"] = access.can(request.member, Permission.OPPORTUNITY_FRAME)
    return render(request, "discovery/trees/outcomes.html", shown, fragment="list")


@require_safe
@member_view
def outcome(request: MemberRequest, reference: str) -> HttpResponse:
    """GET /w/<workspace>/outcomes/<reference>: the whole tree; ``at`` shows one branch of it alone."""
    found = _outcome(request, reference)
    shown = _tree(request, found)
    if not is_htmx(request):
        shown["events"] = history(found.node, actor=request.member)
    return render(request, "discovery/trees/tree.html", shown, fragment="tree")


@require_safe
@member_view
def export(request: MemberRequest, reference: str, form: str) -> HttpResponseBase:
    """GET /w/<workspace>/outcomes/<reference>/tree.<form>: the whole tree as md, csv or svg."""
    outcome = _outcome(request, reference)
    found = queries.tree(outcome, actor=request.member)
    name = f"{outcome.node.reference}.{form}"
    if form == "csv":
        file = written(exports.HEAD, exports.rows(found))
        return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    if form == "md":
        text, kind = exports.markdown(found), "text/markdown"
    elif form == "svg":
        text, kind = exports.svg(drawn_tree(whole(found.root), outcome.focus_id)), "image/svg+xml"
    else:
        raise NotVisible(NOT_HERE)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=disposition)


@member_view(permission=Permission.OPPORTUNITY_FRAME)
def planting(request: MemberRequest, reference: str) -> HttpResponse:
    """GET, POST /outcomes/<reference>/planting: a tree from text, shown first, added when that is confirmed."""
    outcome = _outcome(request, reference)
    form = PlantForm(posted(request))
    lines = form.attempt(lambda: read(form.cleaned_data["text"])) if request.method == "POST" else None
    if lines and "add" in request.POST:
        made = actions.plant(outcome, form.cleaned_data["text"], actor=request.member)
        back = undo_of_creations([one.node for one in made])
        toast(request, _("%(n)s lines are added under %(name)s.", n=len(made), name=reference), undo=back)
        return lead_to(request, outcome.node)
    return act_page(request, outcome, "plant", form, lines=lines)


@require_POST
@member_view
def focus(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /outcomes/<reference>/focus: ``on`` is the opportunity that is worked on first, "" for none."""
    outcome, on = _outcome(request, reference), request.POST.get("on", "")
    target = named(request, on, kind="opportunity") if on else None
    assert target is None or isinstance(target, Opportunity)  # noqa: S101  of that kind
    before = outcome.focus.node.reference if outcome.focus else ""
    actions.focus_on(outcome, target, actor=request.member)
    words = _("%(on)s is the target.", on=on) if on else _("%(name)s has no target now.", name=reference)
    toast(request, words, undo=undo.of_focus(outcome, before))
    return lead_to(request, outcome.node)


@require_safe
@member_view
def solution(request: MemberRequest, reference: str) -> HttpResponse:
    return _record(request, reference, "solution")


@require_safe
@member_view
def assumption(request: MemberRequest, reference: str) -> HttpResponse:
    return _record(request, reference, "assumption")


@require_safe
@member_view
def experiment(request: MemberRequest, reference: str) -> HttpResponse:
    return _record(request, reference, "experiment")


def _record(request: MemberRequest, reference: str, kind: str) -> HttpResponse:
    member, found = request.member, named(request, reference, kind=kind)
    node = found.node
    seen = panel(node, actor=member)
    if kind != "solution":  # what it bears on lies across the tree: no opportunity is missing below it
        due = tuple(stage for stage in seen.stages if stage.count or stage.spec.name in ("evidence", "insight"))
        seen = replace(seen, stages=due)
    may_link = access.can(member, Permission.THREAD_LINK)
    shown = {
        "grown": found,
        "sort": SORTS[kind],
        "details": [(one.label, getattr(found, one.name), one) for one in SORTS[kind].details],
        "open": _open_to(request, found),
        "parent": queries.parents_of([node]).get(node.pk),
        "outcome": queries.root_of(found, actor=member),
        "below": queries.tree(found, actor=member).root,
        "strip": strip(seen),
        "panel": drawn(seen, workspace_slug=member.workspace.slug, may_fill=may_link),
        "events": history(node, actor=member),
    }
    if isinstance(found, Experiment):
        shown |= {
            "result_words": said_in_short(found.result, found.n, found.bore_out) if found.result and found.n else "",
            "interval": share_words(found),
            "evidence": queries.evidence_for([node]).get(node.pk, []),
        }
    if node.spec.is_claim:
        shown["explained"] = explained = explain(node, actor=member)
        shown["facts"] = facts(explained.strength, today=today_in(member.workspace))
    return render(request, "discovery/trees/record.html", shown)


@member_view(permission=Permission.OPPORTUNITY_FRAME)
def new(request: MemberRequest, sort: str) -> HttpResponse:
    """GET, POST /tree/new/<sort>?under=OPP-3: add one, under something or by itself."""
    if sort not in SORTS or sort == "opportunity":
        raise NotVisible(NOT_HERE)
    under = named(request, request.GET["under"]) if request.GET.get("under") else None
    product = under.node.product if under else request.layout.product
    initial = {"product": str(product.pk) if product else ""}
    if isinstance(under, Assumption) and sort == "experiment":
        initial |= {"title": under.test, "due_on": str(under.test_on or "")}
    form = BranchForm(posted(request), sort=SORTS[sort], actor=request.member, initial=initial)
    if request.method == "POST" and (made := form.attempt(partial(_add, form, under, request))):
        toast(request, _("%(reference)s is added.", reference=made.node.reference), undo=undo_of_creation(made.node))
        return lead_to(request, made.node)
    back = address(request, under.node) if under else url("discovery:outcomes")
    shown = {"form": form, "sort": SORTS[sort], "under": under, "back": back}
    return render(request, "discovery/trees/new.html", shown, status=form.status)


def _add(form: BranchForm, under: Grown | None, request: MemberRequest) -> Grown:
    made = actions.add_branch(form.sort.model, **form.wording(), actor=request.member)
    if under is not None:
        actions.place_under(made, under, actor=request.member)
    return made


@member_view
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    found = editable(request, reference)
    form, before = BranchForm.of(found, data=posted(request), actor=request.member), actions.said(found)
    if request.method == "POST" and (kept := form.attempt(partial(_edit, form, found, request))):
        words, back = _("%(reference)s is saved.", reference=reference), undo.of_edit(kept, before)
        return saved(request, words, address(request, kept.node), actions.said(kept), undo=back)
    return act_page(request, found, "edit", form)


def _edit(form: BranchForm, found: Grown, request: MemberRequest) -> Grown:
    return actions.edit_branch(found, **form.wording(), actor=request.member, seen=form.seen)


@require_POST
@member_view
def title(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /tree/<reference>/title: another title, unless somebody changed the one that was seen."""
    found, form = editable(request, reference), TitleForm(request.POST)
    before = actions.said(found)
    given = _cleaned(form)
    kept = actions.rename_branch(found, given["title"], was=given["was"], actor=request.member)
    if back := undo.of_edit(kept, before):
        toast(request, _("%(reference)s is renamed.", reference=reference), undo=back)
    return _shown_again(request, kept.node)


@require_POST
@member_view
def growth(request: MemberRequest, reference: str) -> HttpResponse:
    """POST /tree/<reference>/below: add one of ``sort`` under it."""
    parent, form = named(request, reference), GrowForm(request.POST)
    given = _cleaned(form)
    if given["sort"] not in SORTS:
        raise NotVisible(NOT_HERE)
    after = {"after": form.data["after"]} if "after" in form.data else {}
    made = actions.grow(SORTS[given["sort"]].model, parent, title=given["title"], actor=request.member, **after)
    toast(request, _("%(reference)s is added.", reference=made.node.reference), undo=undo_of_creation(made.node))
    return _shown_again(request, made.node)


@member_view
def place(request: MemberRequest, reference: str) -> HttpResponse:
    """GET: choose under what it shall stand. POST: put it there, behind the sibling that ``after`` names."""
    found = editable(request, reference)
    form = PlaceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        parent = named(request, form.cleaned_data["other"])
        stood = queries.parents_of([found.node]).get(found.node.pk)
        behind = queries.behind(found)
        after = form.data.get("after", actions.LAST)
        actions.place_under(found, parent, after=after, seen=form.data.get("stood"), actor=request.member)
        words = _("%(reference)s stands under %(parent)s.", reference=reference, parent=parent.node.reference)
        back = undo.of_place(found, stood.reference if stood else "", parent.node.reference, behind)
        toast(request, words, undo=back)
        return _shown_again(request, found.node)
    text = request.GET.get("q", "").strip()[:200]
    choices = queries.places_for(found, text=text, actor=request.member)
    now = queries.parents_of([found.node]).get(found.node.pk)
    return act_page(request, found, "place", form, text=text, found=choices, now=now)


@require_POST
@member_view
def place_removal(request: MemberRequest, reference: str) -> HttpResponse:
    found = editable(request, reference)
    stood = queries.parents_of([found.node]).get(found.node.pk)
    behind = queries.behind(found)
    actions.take_out(found, actor=request.member)
    back = undo.of_place(found, stood.reference, "", behind) if stood else None
    toast(request, _("%(reference)s stands by itself now.", reference=reference), undo=back)
    return lead_to(request, found.node)


@member_view(permission=Permission.OPPORTUNITY_EDIT)
def retirement(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = named(request, reference), ReasonForm(posted(request))
    if request.method == "POST" and (ended := form.attempt(partial(_retire, form, found, request))):
        toast(
            request,
            _("%(reference)s is retired.", reference=reference),
            url("discovery:tree-reopening", reference=reference),
        )
        return lead_to(request, ended.node)
    return act_page(request, found, "retire", form)


def _retire(form: ReasonForm, found: Grown, request: MemberRequest) -> Grown:
    return actions.retire_branch(found, reason=form.cleaned_data["reason"], actor=request.member)


@require_POST
@member_view
def reopening(request: MemberRequest, reference: str) -> HttpResponse:
    found = named(request, reference)
    reason = found.ended_because
    actions.reopen_branch(found, actor=request.member)
    toast(request, _("%(reference)s is open again.", reference=reference), undo=undo.of_reopening(found, reason))
    return lead_to(request, found.node)


def _tree(request: MemberRequest, outcome: Outcome) -> dict[str, Any]:
    """What the outline and the drawing show: ``at`` names the branch that is shown alone, ``q`` what is searched."""
    found, at = queries.tree(outcome, actor=request.member), request.GET.get("at", "")
    top = next((one for one in found.all if one.node.reference == at), found.root)
    shown = outline(top, request.GET.get("q", "").strip()[:200])
    may = access.can(request.member, Permission.OPPORTUNITY_FRAME)
    return {
        "outcome": outcome,
        "grown": outcome,
        "tree": found,
        "top": top,
        "shown": shown,
        "drawing": drawn_tree(shown, outcome.focus_id),
        "open": _open_to(request, outcome),
        "may_add": may and outcome.is_open,
        "compared": comparison(found.root, request.GET.get("compare", "")),
        "ruler": ruler,
        "next": _next_gap(found, outcome.focus_id),
    }


def _next_gap(found: queries.Tree, focus: str | None) -> Gap | None:
    """The gap that is filled first: in the branch of the target, where it has one."""
    target = next((one for one in found.all if one.node.pk == focus), None)
    own = {one.node.pk for one in target.walk()} if target else set()
    return next((gap for gap in found.gaps if gap.branch.node.pk in own), found.gaps[0] if found.gaps else None)


def _open_to(request: MemberRequest, found: Grown) -> dict[str, bool]:
    """What this member may do with it now: the rules that the actions have."""
    member, node = request.member, found.node
    all_of_them = access.can(member, Permission.OPPORTUNITY_EDIT, node)
    return {
        "edit": found.is_open and access.can(member, rules.permission_to_edit(found, member), node),
        "add": found.is_open and access.can(member, Permission.OPPORTUNITY_FRAME),
        "end": found.is_open and all_of_them,
        "reopen": not found.is_open and all_of_them,
        "link": found.is_open and access.can(member, Permission.THREAD_LINK, node),
    }


def _outcome(request: MemberRequest, reference: str) -> Outcome:
    found = named(request, reference, kind="outcome")
    assert isinstance(found, Outcome)  # noqa: S101  of that kind
    return found


def _cleaned(form: TitleForm | GrowForm) -> dict[str, Any]:
    """What a line of the outline sent.

    Raises:
        BadInput: with the sentences of the form.
    """
    if not form.is_valid():
        raise BadInput(**{name or "whole": " ".join(map(str, errors)) for name, errors in form.errors.items()})
    return dict(form.cleaned_data)


def _shown_again(request: MemberRequest, node: Node) -> HttpResponse:
    """After an act in the outline: the tree as it is now, or the page from which a form was sent."""
    name = request.GET.get("tree", "")
    if not name:
        return lead_to(request, node)
    outcome = _outcome(request, name)
    if not is_htmx(request):
        return go_to(request, address(request, outcome.node))
    shown = _tree(request, outcome) | {"fresh": node.reference}
    return render(request, "discovery/trees/tree.html", shown, fragment="tree")
