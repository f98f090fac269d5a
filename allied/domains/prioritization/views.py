"""The pages of rounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from allied.domains.prioritization import actions, queries, rules, undo
from allied.domains.prioritization.agenda import agenda, meeting_url, memo
from allied.domains.prioritization.forms import BallotForm, CancelForm, CapacityForm, ExtendForm, QuickForm, RoundForm
from allied.domains.prioritization.frameworks import Definition, definition_of
from allied.domains.prioritization.listing import round_list
from allied.domains.prioritization.models import Ballot, Candidate, Round, State, Vote
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.history import history
from allied.kernel.disposal.actions import undo_of_creation
from allied.kernel.importing.exports import written
from allied.kernel.people.models import Member
from allied.kernel.words import _, listed
from allied.web.forms import posted
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url
from allied.web.lists.saved import begins_with_default
from allied.web.memo_files import memo_file


@require_safe
@member_view
@begins_with_default("rounds")
def rounds(request: MemberRequest) -> HttpResponse:
    listing = round_list(request)
    shown = {"listing": listing, "sheet": listing.sheet(), "may_run": access.can(request.member, Permission.ROUND_RUN)}
    return render(request, "prioritization/list.html", shown, fragment="list")


@member_view(permission=Permission.ROUND_RUN)
def new(request: MemberRequest) -> HttpResponse:
    form = RoundForm(posted(request), choices=_choices(request))
    if request.method == "POST" and (made := form.attempt(partial(_draft, form, request))):
        toast(
            request,
            _("%(reference)s is prepared. Open it when both sides are ready.", reference=made.node.reference),
            undo=undo_of_creation(made.node),
        )
        return _go_to(request, made)
    return render(request, "prioritization/new.html", {"form": form}, status=form.status)


def _draft(form: RoundForm, request: MemberRequest) -> Round:
    return actions.draft_round(form.plan(actor=request.member), actor=request.member, product=request.layout.product)


@member_view(permission=Permission.ROUND_RUN)
def quick(request: MemberRequest) -> HttpResponse:
    form = QuickForm(posted(request), choices=_choices(request))
    if request.method == "POST" and (made := form.attempt(partial(_start, form, request))):
        toast(request, _("%(reference)s is open. Hand the link to everybody here.", reference=made.node.reference))
        return _go_to(request, made)
    return render(request, "prioritization/quick.html", {"form": form}, status=form.status)


def _start(form: QuickForm, request: MemberRequest) -> Round:
    return actions.start_round(form.plan(actor=request.member), actor=request.member, product=request.layout.product)


@require_safe
@member_view
def short(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the address that is read aloud: the ballot while it can be cast, else the round."""
    found = _round(request, reference)
    can = queries.open_to(request.member, found, queries.turnout(found))
    return redirect_or_refresh(request, f"prioritization:{'ballot' if can.vote else 'detail'}", reference=reference)


@require_safe
@member_view
def detail(request: MemberRequest, reference: str) -> HttpResponse:
    member, found = request.member, _round(request, reference)
    asked, counts = queries.candidates(found, actor=member), queries.turnout(found)
    shown = {
        "round": found,
        "asked": asked,
        "turnout": counts,
        "strengths": queries.strengths(asked, actor=member),
        "open": queries.open_to(member, found, counts),
        "mine": queries.own_ballot(found, actor=member),
        "events": history(found.node, actor=member),
        "results": None,
    }
    if found.node.state == State.OPEN:
        shown["link"] = request.build_absolute_uri(url("prioritization:short", reference=reference))
        shown["runners"] = [one.name for one in queries.runners(found).only("name")]
    if found.node.state == State.CLOSED:
        shown |= _reveal(request, found, asked)
    return render(request, "prioritization/detail.html", shown)


def _reveal(request: MemberRequest, found: Round, asked: list[Candidate]) -> dict[str, Any]:
    """What the page of a closed round shows; ``order`` and ``capacity`` of the address are the reader's."""
    from allied.domains.prioritization.results import results  # noqa: PLC0415  brings scipy, which few pages need

    votes = queries.votes(found)
    told, order = results(found, asked, votes), request.GET.get("order", "")
    points = agenda(found, told.lines)
    shown = {
        "results": told,
        "lines": told.in_order(order),
        "order": order if order == "score" and told.ranges else "apart",
        "agenda": points,
        "meeting": meeting_url(found, points, request.member.workspace) if points else "",
    }
    return shown | _fits(request, told.definition, asked, votes)


def _fits(request: MemberRequest, definition: Definition, asked: list[Candidate], votes: list[Vote]) -> dict[str, Any]:
    """What fits in the capacity that the reader asks about; nothing where no figure costs anything."""
    from allied.domains.prioritization.fitting import fits  # noqa: PLC0415  brings scipy, which few pages need

    if definition.cost_factor is None:
        return {}
    form = CapacityForm(request.GET if "capacity" in request.GET else None, unit=definition.cost_factor.unit)
    needs = queries.needs(asked)
    shown: dict[str, Any] = {"capacity_form": form, "needs": _in_words(asked, needs)}
    if form.is_valid():
        shown["fits"] = fits(definition, asked, votes, form.cleaned_data["capacity"], needs)
    return shown


def _in_words(asked: list[Candidate], needs: Mapping[int, Collection[int]]) -> list[str]:
    named = {one.pk: one.node.reference for one in asked}
    return [
        _("%(reference)s needs %(first)s", reference=named[pk], first=listed(named[other] for other in sorted(needed)))
        for pk, needed in sorted(needs.items())
        if needed
    ]


@require_safe
@member_view
def discussion(request: MemberRequest, reference: str) -> HttpResponse:
    """GET the agenda of a closed round; ``as``: md or pdf for a file."""
    from allied.domains.prioritization.results import results  # noqa: PLC0415  brings scipy, which few pages need

    found = _round(request, reference)
    rules.check_is_revealed(found)
    lines = results(found, queries.candidates(found, actor=request.member), queries.votes(found)).lines
    made = memo(found, agenda(found, lines), workspace=request.member.workspace)
    file = memo_file(made, request.GET.get("as", ""), f"{reference.lower()}-agenda")
    return file or render(request, "prioritization/discussion.html", {"round": found, "memo": made})


@require_safe
@member_view
def ranking(request: MemberRequest, reference: str) -> HttpResponseBase:
    """GET the ranking of a closed round; ``as``: csv, md or pdf for a file."""
    from allied.domains.prioritization.ranking import HEAD, memo, rows  # noqa: PLC0415  brings scipy, as above
    from allied.domains.prioritization.results import results  # noqa: PLC0415

    found, form = _round(request, reference), request.GET.get("as", "")
    rules.check_is_revealed(found)
    asked = queries.candidates(found, actor=request.member)
    told, strengths = results(found, asked, queries.votes(found)), queries.strengths(asked, actor=request.member)
    name = f"{reference}-ranking"
    if form == "csv":
        file = written(HEAD, rows(told, strengths))
        kind = "text/csv; charset=utf-8"
        return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type=kind)
    made = memo(found, told, strengths, workspace=request.member.workspace)
    shown = {"round": found, "memo": made}
    return memo_file(made, form, name) or render(request, "prioritization/ranking.html", shown)


@member_view(permission=Permission.ROUND_RUN)
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    asked = queries.candidates(found, actor=request.member)
    form = RoundForm.of(found, asked, choices=_choices(request), data=posted(request))
    before = undo.before_edit(found, actor=request.member)
    if request.method == "POST" and form.attempt(partial(_edit, form, found, request)) is not None:
        back = undo.of_edit(found, before, actor=request.member)
        toast(request, _("%(reference)s is saved.", reference=reference), undo=back)
        return _go_to(request, found)
    return _act(request, found, "edit", form=form, status=form.status)


def _edit(form: RoundForm, found: Round, request: MemberRequest) -> Round:
    return actions.edit_round(found, form.plan(actor=request.member), actor=request.member, seen=form.seen)


@require_POST
@member_view(permission=Permission.ROUND_RUN)
def opening(request: MemberRequest, reference: str) -> HttpResponse:
    found = actions.open_round(_round(request, reference), actor=request.member)
    toast(request, _("%(reference)s is open for ballots.", reference=reference))
    return _go_to(request, found)


@member_view(permission=Permission.ROUND_VOTE)
def ballot(request: MemberRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    asked = queries.candidates(found, actor=request.member)
    behind = queries.background(asked, actor=request.member)
    strengths = behind.strengths
    widths, confidences = queries.widths(asked, strengths), queries.confidences(found, asked, strengths)
    reach = queries.reach(definition_of(found), asked, behind.problems, actor=request.member)
    form = BallotForm(posted(request), found=found, asked=asked, widths=widths, confidences=confidences, reach=reach)
    if request.method == "POST" and form.attempt(partial(_cast, form, found, request)) is not None:
        toast(request, _("Your ballot is in, sealed. Until the round closes you can hand in another in its place."))
        return _go_to(request, found)
    mine, counts = queries.own_ballot(found, actor=request.member), queries.turnout(found)
    shown = {"form": form, "strengths": strengths, "widths": widths, "mine": mine, "turnout": counts}
    shown["can"] = queries.open_to(request.member, found, counts)
    return _act(request, found, "ballot", status=form.status, **shown)


def _cast(form: BallotForm, found: Round, request: MemberRequest) -> Ballot:
    return actions.cast_ballot(found, form.marks(), actor=request.member)


@require_POST
@member_view(permission=Permission.ROUND_VOTE)
def ballot_withdrawal(request: MemberRequest, reference: str) -> HttpResponse:
    found = _round(request, reference)
    actions.withdraw_ballot(found, actor=request.member)
    toast(request, _("Your ballot is out again. You can hand in another until the round closes."))
    return _go_to(request, found)


@member_view(permission=Permission.ROUND_RUN)
def closing(request: MemberRequest, reference: str) -> HttpResponse:
    """GET asks once more, with who has not voted; POST closes."""
    found = _round(request, reference)
    if request.method != "POST":
        return _act(request, found, "closing", turnout=queries.turnout(found))
    actions.close_round(found, actor=request.member)
    toast(request, _("%(reference)s is closed. Everyone can read all ballots now.", reference=reference))
    return _go_to(request, found)


@member_view(permission=Permission.ROUND_RUN)
def deadline(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _round(request, reference), ExtendForm(posted(request))
    before = found.closes_at
    if request.method == "POST" and form.attempt(partial(_extend, form, found, request.member)) is not None:
        toast(
            request,
            _(
                "%(reference)s takes ballots until %(closes_at)s.",
                reference=reference,
                closes_at=f"{timezone.localtime(found.closes_at):%-d %b, %H:%M}",
            ),
            undo=undo.of_extension(found, before),
        )
        return _go_to(request, found)
    return _act(request, found, "deadline", form=form, status=form.status)


def _extend(form: ExtendForm, found: Round, actor: Member) -> Round:
    return actions.extend_round(found, form.cleaned_data["closes_at"], actor=actor)


@member_view(permission=Permission.ROUND_RUN)
def cancellation(request: MemberRequest, reference: str) -> HttpResponse:
    found, form = _round(request, reference), CancelForm(posted(request))
    if request.method == "POST" and form.attempt(partial(_cancel, form, found, request.member)) is not None:
        toast(request, _("%(reference)s is cancelled. Its ballots can never be read.", reference=reference))
        return _go_to(request, found)
    return _act(request, found, "cancellation", form=form, status=form.status)


def _cancel(form: CancelForm, found: Round, actor: Member) -> Round:
    return actions.cancel_round(found, reason=form.cleaned_data["reason"], actor=actor)


@require_POST
@member_view(permission=Permission.ROUND_RUN)
def second(request: MemberRequest, reference: str) -> HttpResponse:
    made = actions.repeat_round(_round(request, reference), actor=request.member)
    toast(
        request,
        _(
            "%(reference)s asks the same again. Choose its deadline, then open it. Both are kept.",
            reference=made.node.reference,
        ),
        undo=undo_of_creation(made.node),
    )
    return redirect_or_refresh(request, "prioritization:edit", reference=made.node.reference)


def _round(request: MemberRequest, reference: str) -> Round:
    return queries.round_by_reference(reference, actor=request.member)


def _choices(request: MemberRequest) -> list[Any]:
    product = request.layout.product
    return queries.choices(actor=request.member, product_id=product.pk if product else None)


def _act(request: MemberRequest, found: Round, act: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page on which one round is changed, without script too."""
    shown |= {"round": found, "back": url("prioritization:detail", reference=found.node.reference)}
    return render(request, f"prioritization/{act}.html", shown, status=status)


def _go_to(request: MemberRequest, found: Round) -> HttpResponse:
    return redirect_or_refresh(request, "prioritization:detail", reference=found.node.reference)
