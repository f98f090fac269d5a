"""Sort what came in, one item or many at once: who looks after it, its labels, what came in twice."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.domains.feedback import actions, queries, rules, undo
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.triage import toggle_label
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.labels import queries as labels
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.words import _
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.jinja import url

OFFERED = 20  # labels and members in a menu


def what_sorts(request: MemberRequest, item: Feedback | None) -> dict[str, Any]:
    """What the menus beside the list and over a selection offer: three queries, and two for the item."""
    member = request.member
    may_edit, may_label = access.can(member, Permission.FEEDBACK_EDIT), access.can(member, Permission.LABEL_USE)
    team = [one for one in members(actor=member)[: OFFERED + 1] if one.is_active and one.pk != member.pk]
    return {
        "team": team if may_edit else [],
        "may_label": may_label,
        "labels": list(labels.labels(actor=member)[:OFFERED]) if may_label else [],
        "labelled": labels.labels_of([item.node])[item.pk] if item else [],
        "likely_ones": queries.likely_duplicates(item) if item and may_edit and item.node.state == "new" else [],
        "of": queries.duplicate_of(item) if item and item.node.state == "duplicate" else None,
    }


@require_POST
@member_view(permission=Permission.FEEDBACK_EDIT)
def assignment(request: MemberRequest) -> HttpResponse:
    """Let a member look after the selected items, or nobody."""
    items = _named(request)
    member = _member(request)
    before = {item.node.reference: item.assigned_to_id for item in items}
    changed = actions.assign_feedback(items, member, actor=request.member)
    who = "you" if member == request.member else member.name if member else "nobody"
    back = undo.of_assignment(changed, before, member) if changed else None
    toast(request, _("%(counted)s assigned to %(who)s.", counted=counted(len(items)), who=who), undo=back)
    return onward(request)


@require_POST
@member_view(permission=Permission.LABEL_USE)
def labelling(request: MemberRequest) -> HttpResponse:
    """Put a label on the selected items, or take it off where it stands on all of them."""
    items = _named(request)
    number = request.POST.get("label", "")
    label = labels.label_by_id(int(number) if number.isascii() and number.isdigit() else 0, actor=request.member)
    is_on, changed = toggle_label(items, label, actor=request.member)
    words = _("labelled %(name)s.", name=label.name) if is_on else _("without the label %(name)s now.", name=label.name)
    back = undo.of_labelling(changed, label, is_on=is_on) if changed else None
    toast(request, f"{counted(len(items))} {words}", undo=back)
    return onward(request)


@member_view(permission=Permission.FEEDBACK_EDIT)
def duplicates(request: MemberRequest) -> HttpResponse:
    """GET offers what the selection may be a duplicate of; POST with ``of`` marks it."""
    given = request.POST if request.method == "POST" else request.GET
    items, error = queries.feedback_by_references(given.getlist("node"), actor=request.member), ""
    rules.check_not_too_many(len(items))
    if request.method == "POST" and "of" in request.POST:
        try:
            return _marked(request, items)
        except BadInput as refusal:
            error = str(refusal)
    text = given.get("q", "").strip()
    shown = {"items": items, "text": text, "error": error, "then": given.get("then", "")}
    shown["offered"] = queries.duplicates_offered(items, text, actor=request.member)
    return render(request, "feedback/duplicates.html", shown, fragment="found", status=422 if error else 200)


def _marked(request: MemberRequest, items: list[Feedback]) -> HttpResponse:
    if not request.POST["of"]:
        raise BadInput(of=_("Choose the item that stays. Nothing was changed."))
    of = queries.feedback_by_reference(request.POST["of"], actor=request.member)
    changed = actions.mark_duplicates(items, of, actor=request.member)
    words = _("marked as a duplicate of %(reference)s, which stands for both.", reference=of.node.reference)
    toast(request, f"{counted(len(changed))} {words}", undo=undo.of_duplicates(changed, of) if changed else None)
    return onward(request)


@require_POST
@member_view(permission=Permission.FEEDBACK_EDIT)
def likely(request: MemberRequest) -> HttpResponse:
    """Say that an item is no duplicate of what was proposed."""
    item = queries.feedback_by_reference(request.POST.get("node", ""), actor=request.member)
    other = queries.feedback_by_reference(request.POST.get("of", ""), actor=request.member)
    done = actions.decline_likely(item, other, actor=request.member)
    words = _(
        "%(reference)s is not proposed as a duplicate of %(reference2)s again.",
        reference=item.node.reference,
        reference2=other.node.reference,
    )
    toast(request, words, undo=undo.of_declined(item, other) if done else None)
    return onward(request)


@require_POST
@member_view(permission=Permission.FEEDBACK_EDIT)
def duplicates_undo(request: MemberRequest) -> HttpResponse:
    """Let the named items stand for themselves again."""
    changed = actions.unmark_duplicates(_named(request), actor=request.member)
    toast(request, _("%(counted)s back in the inbox, with the links it had.", counted=counted(len(changed))))
    return onward(request)


def onward(request: MemberRequest) -> HttpResponse:
    """Back to the list as it was, at the item that comes next; to the inbox where the form names none."""
    inbox, then = url("feedback:list"), request.POST.get("then", "")
    is_ours = then.startswith((f"{inbox}?", f"{inbox}#", f"{inbox}/FBK-")) or then == inbox
    return go_to(request, then if is_ours and "\\" not in then else inbox)


def counted(count: int) -> str:
    return _("1 item is") if count == 1 else _("%(count)s items are", count=count)


def _named(request: MemberRequest) -> list[Feedback]:
    return queries.feedback_by_references(request.POST.getlist("node"), actor=request.member)


def _member(request: MemberRequest) -> Member | None:
    number = request.POST.get("member", "")
    if number == "me":
        return request.member
    if not number:
        return None
    known = members(actor=request.member).filter(pk=int(number)) if number.isascii() and number.isdigit() else None
    found = known.first() if known else None
    if found is None:
        raise BadInput(member=_("Choose a member of this workspace. Nothing was changed."))
    return found
