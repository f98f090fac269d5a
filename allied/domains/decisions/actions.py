"""Every change of a decision. All faces call these; objections have theirs in ``objecting``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions import rules
from allied.domains.decisions.charter.queries import rights_in_force
from allied.domains.decisions.models import (
    LINE_LENGTH,
    REASON_LENGTH,
    TEXT_LENGTH,
    Consent,
    Decision,
    Objection,
    Option,
    Position,
    Right,
    RightHolder,
    State,
    SteelMan,
)
from allied.domains.decisions.signing import void_signatures
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.calendar import working_days_from
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread.holds import require_no_hold
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _

SLOTS = 4  # options that the form has room for, whether or not there are as many


@dataclass(frozen=True)
class Choice:
    """One option as it is written down."""

    title: str
    for_people: str = ""
    for_business: str = ""


@dataclass(frozen=True)
class Draft:
    """What is to be decided, by whom, between what. Where a charter holds, its row says who decides."""

    question: str
    decider: Member | None = None
    context: str = ""
    options: Sequence[Choice] = ()
    right: Right | None = None


@dataclass(frozen=True)
class Verdict:
    """What was decided, why, who disagrees, and when to come back to it.

    ``waived_because``: no steel-man, and why; only where who decides may waive it too.
    """

    option: int
    reasons: str
    dissent: str = ""
    review_on: date | None = None
    waived_because: str = ""


def said(found: Decision) -> dict[str, str]:
    """Everything that ``edit_decision`` sets, as forms give it."""
    by = {"right": str(found.right_id)} if found.right_id else {"decider": str(found.decider_id or "")}
    told = {"question": found.question, "context": found.context, **by}
    options = list(found.options.all())
    for slot in range(1, max(SLOTS, len(options)) + 1):
        option = options[slot - 1] if slot <= len(options) else Option()
        told[f"option-{slot}"] = option.title
        told[f"people-{slot}"], told[f"business-{slot}"] = option.for_people, option.for_business
    return told


def _texts(found: Decision) -> dict[str, str]:
    """What it says in words; the options a line each."""
    options = "\n".join(option.title for option in found.options.all())
    return {"question": found.question, "context": found.context, "options": options}


@transaction.atomic
def draft_decision(draft: Draft, *, actor: Member, product: Product | None = None) -> Decision:
    """Write down what is to be decided.

    Raises:
        Denied: the actor may not draft decisions.
        NotVisible: the decider or the product is in another workspace.
        BadInput: the question is empty, a text is too long, there are too many options, nobody decides, or a charter
            holds and no row of it is named.
    """
    access.require(actor, Permission.DECISION_DRAFT)
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    decider = _decider(draft, actor)
    node = nodes.create("decision", title=draft.question, actor=actor, product=product)
    context = clean(draft.context, field="context", limit=TEXT_LENGTH)
    made = Decision.objects.create(node=node, context=context, decider=decider, right=draft.right)
    _set_options(made, draft.options)
    index(node, context)
    activity.record("decision.drafted", node, actor=actor)
    return made


@transaction.atomic
def edit_decision(found: Decision, draft: Draft, *, actor: Member, seen: str | None = None) -> Decision:
    """Change what is to be decided, while it is a draft.

    Raises:
        Denied: the actor may not draft decisions.
        InvalidState: it is no draft any more.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        BadInput: as for a new one.
    """
    access.require(actor, Permission.DECISION_DRAFT, found.node)
    lock(found)
    rules.check_is_draft(found)
    decider = _decider(draft, actor)
    require_unchanged(seen, said(found), found.node, actor=actor)
    before, texts = said(found), _texts(found)
    found.decider, found.right = decider, draft.right
    nodes.retitle(
        found.node, clean(draft.question, field="question", limit=TITLE_LENGTH, required=True, single_line=True)
    )
    found.context = clean(draft.context, field="context", limit=TEXT_LENGTH)
    found.save(update_fields=["context", "decider", "right"])
    found.options.all().delete()
    _set_options(found, draft.options)
    index(found.node, found.context)
    changed = [name for name, text in said(found).items() if text != before.get(name)]
    if changed:
        record_edit("decision.edited", found.node, changed, texts, _texts(found), actor=actor)
    return found


@transaction.atomic
def open_decision(found: Decision, *, actor: Member) -> Decision:
    """Put it to both sides: from now on they state their positions, and one person decides.

    Raises:
        Denied: the actor may not draft decisions.
        InvalidState: it is no draft, has fewer than 2 options, its decider has left, or the charter has no such row
            any more.
    """
    access.require(actor, Permission.DECISION_DRAFT, found.node)
    lock(found)
    _follow_charter(found, actor)
    rules.check_can_open(found, found.options.count())
    found.opened_at = timezone.now()
    found.save(update_fields=["opened_at", "right", "decider"])
    asked = _ask_consent(found, actor)
    nodes.enter_state(found.node, State.OPEN)
    activity.record("decision.opened", found.node, actor=actor, asked=asked, decider=found.decider_id)
    return found


@transaction.atomic
def name_decider(found: Decision, decider: Member, *, actor: Member) -> Decision:
    """Name another person to decide an open decision whose decider has left.

    Raises:
        Denied: the actor may not draft decisions.
        NotVisible: the person is of another workspace.
        InvalidState: it is not open, or somebody who is here decides it.
        BadInput: the person has left as well.
    """
    access.require(actor, Permission.DECISION_DRAFT, found.node)
    if decider.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such person in this workspace."))
    lock(found)
    rules.check_can_name_decider(found, decider)
    was, found.decider = found.decider, decider
    found.save(update_fields=["decider"])
    activity.record(
        "decision.decider_named", found.node, actor=actor, was=was.name, decider=decider.pk, now=decider.name
    )
    return found


@transaction.atomic
def state_position(found: Decision, *, side: str, text: str, option: int | None, actor: Member) -> Position:
    """Say what one side wants and why, in its own words; saying it again replaces it.

    Raises:
        Denied: the actor speaks for another side, or may not take part.
        InvalidState: the decision is not open.
        BadInput: there is no text, or no such option.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    rules.check_is_open(found)
    rules.check_speaks_for(actor, side, _("states this position"))
    text = clean(text, field="text", limit=TEXT_LENGTH, required=True)
    chosen = _option(found, option) if option is not None else None
    kept = {"text": text, "option": chosen, "author": actor, "stated_at": timezone.now()}
    position, __ = Position.objects.update_or_create(decision=found, side=side, defaults=kept)
    void_signatures(found.node, actor=actor)
    activity.record("decision.position_stated", found.node, actor=actor, side=side)
    return position


@transaction.atomic
def word_other_case(found: Decision, *, side: str, text: str, actor: Member) -> SteelMan:
    """Word the other side's case as strong as one can. It waits for the other side to call it fair.

    Raises:
        Denied: the actor speaks for another side, or may not take part.
        InvalidState: the decision is not open.
        BadInput: there is no text.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    rules.check_is_open(found)
    rules.check_speaks_for(actor, side, _("words this case"))
    text = clean(text, field="text", limit=TEXT_LENGTH, required=True)
    kept = {"text": text, "author": actor, "worded_at": timezone.now(), "accepted_at": None, "accepted_by": None}
    made, __ = SteelMan.objects.update_or_create(decision=found, side=side, defaults=kept)
    activity.record("decision.case_worded", found.node, actor=actor, side=side)
    return made


@transaction.atomic
def accept_wording(made: SteelMan, *, actor: Member) -> SteelMan:
    """Call the other side's wording of one's own case fair.

    Raises:
        Denied: the actor does not speak for the side whose case it is, or wrote it.
        InvalidState: the decision is not open, or the wording is accepted already.
    """
    found = made.decision
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    rules.check_is_open(found)
    other = next(side for side in rules.SIDES if side != made.side)
    rules.check_speaks_for(actor, other, _("accepts this wording"))
    made.refresh_from_db()
    if made.accepted_at is not None or made.author_id == actor.pk:
        raise InvalidState(_("This wording is accepted already, or is your own. Nothing was changed."))
    made.accepted_at, made.accepted_by = timezone.now(), actor
    made.save(update_fields=["accepted_at", "accepted_by"])
    activity.record("decision.wording_accepted", found.node, actor=actor, side=other.value)
    return made


@transaction.atomic
def waive_cases(found: Decision, *, reason: str, actor: Member) -> Decision:
    """Let it be decided although the sides have not worded each other's case fairly; the reason is kept for good.

    Raises:
        Denied: the actor is not the leader who may.
        InvalidState: it is not open.
        BadInput: there is no reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    rules.check_can_waive(found, actor)
    found.waived_because = clean(reason, field="waived_because", limit=REASON_LENGTH, required=True)
    found.waived_by = actor
    found.save(update_fields=["waived_because", "waived_by"])
    activity.record("decision.cases_waived", found.node, actor=actor, reason=found.waived_because)
    return found


@transaction.atomic
def decide(found: Decision, verdict: Verdict, *, actor: Member) -> Decision:
    """Close the question. Dissent is kept beside the decision.

    Raises:
        Denied: somebody else decides this, or only a leader waives the fair wordings.
        Held: a standing veto or imperative forbids it; the sentence gives its way out.
        InvalidState: it is not open, or something that must be true first is not; each is named.
        BadInput: there is no such option, or no reasons.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    found.node = require_no_hold(found.node, "decide")
    lock(found)
    rules.check_can_decide(found, actor)
    if verdict.waived_because.strip():
        waive_cases(found, reason=verdict.waived_because, actor=actor)
    objections = list(Objection.objects.filter(node=found.node))
    cases = list(found.steel_men.all())
    consents = list(found.consents.select_related("member"))
    missing = rules.missing_to_decide(
        list(found.positions.all()), cases, objections, consents, waived=bool(found.waived_because)
    )
    if missing:
        raise InvalidState(
            _("It cannot be decided yet. %(missing)s Nothing was changed.", missing=" ".join(map(str, missing)))
        )
    chosen = _option(found, verdict.option)
    found.reasons = clean(verdict.reasons, field="reasons", limit=TEXT_LENGTH, required=True)
    found.dissent = clean(verdict.dissent, field="dissent", limit=TEXT_LENGTH)
    found.review_on = verdict.review_on
    chosen.is_chosen = True
    chosen.save(update_fields=["is_chosen"])
    found.ended_at, found.ended_by = timezone.now(), actor
    found.save(update_fields=["reasons", "dissent", "review_on", "ended_at", "ended_by"])
    nodes.enter_state(found.node, State.DECIDED)
    told = _holders(found.right, RightHolder.Part.TOLD)
    details = {"choice": chosen.title, "waived": bool(found.waived_because), "told": [each.pk for each in told]}
    void_signatures(found.node, actor=actor)
    activity.record("decision.decided", found.node, actor=actor, **details)
    return found


@transaction.atomic
def review_decision(found: Decision, *, review_on: date | None = None, actor: Member) -> Decision:
    """Say that a decision was read again and holds, and when to come back to it next; None: on no day.

    Raises:
        InvalidState: it is not decided, or somebody else decides it.
        BadInput: the next day has passed.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    rules.check_can_review(found, actor, review_on, today=today_in(actor.workspace))
    was, found.review_on = found.review_on, review_on
    found.save(update_fields=["review_on"])
    nodes.touch(found.node)
    days = {"was": was.isoformat() if was else "", "review_on": review_on.isoformat() if review_on else ""}
    activity.record("decision.reviewed", found.node, actor=actor, **days)
    return found


@transaction.atomic
def reopen_decision(found: Decision, *, reason: str, actor: Member) -> Decision:
    """Open a decided question again, for its review or because something changed. What was decided stays in the trail.

    Raises:
        Denied: somebody else decides this.
        InvalidState: it is not decided.
        BadInput: there is no reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    decider = rules.decides_now(found)
    if found.node.state != State.DECIDED or decider.pk != actor.pk:
        raise InvalidState(
            _("Only %(name)s reopens this, and only once it is decided. Nothing was changed.", name=decider.name)
        )
    reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    was, why = found.choice.title if found.choice else "", found.reasons
    found.options.update(is_chosen=False)
    found.consents.all().delete()
    asked = _ask_consent(found, actor)
    found.ended_at, found.ended_by, found.waived_because, found.waived_by = None, None, "", None
    found.save(update_fields=["ended_at", "ended_by", "waived_because", "waived_by"])
    nodes.enter_state(found.node, State.OPEN)
    void_signatures(found.node, actor=actor)
    activity.record("decision.reopened", found.node, actor=actor, reason=reason, was=was, why=why, asked=asked)
    return found


def _option(found: Decision, option: int) -> Option:
    chosen = found.options.filter(pk=option).first()
    if chosen is None:
        raise BadInput(option=_("Choose one of the options of this decision. Nothing was changed."))
    return chosen


def _set_options(found: Decision, options: Sequence[Choice]) -> None:
    kept = [option for option in options if option.title.strip()]
    rules.check_options([option.title for option in kept])
    Option.objects.bulk_create(
        Option(
            decision=found,
            title=clean(option.title, field="options", limit=LINE_LENGTH, single_line=True),
            for_people=clean(option.for_people, field="options", limit=REASON_LENGTH),
            for_business=clean(option.for_business, field="options", limit=REASON_LENGTH),
            place=place,
        )
        for place, option in enumerate(kept)
    )


def _decider(draft: Draft, actor: Member) -> Member:
    """Who decides what is drafted: the person of the charter's row, else the person named."""
    rules.check_right(draft.right, rights_in_force(actor=actor))
    decider = draft.right.decider if draft.right is not None else draft.decider
    if decider is None:
        raise BadInput(decider=_("Name the one person who decides. Nothing was changed."))
    if decider.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such person in this workspace."))
    return decider


def _follow_charter(found: Decision, actor: Member) -> None:
    """A draft may have waited while the charter changed: take the same row of the version that holds now."""
    in_force = rights_in_force(actor=actor)
    if not in_force or found.right_id in {right.pk for right in in_force}:
        return
    same = [right for right in in_force if found.right is not None and right.case == found.right.case]
    if not same or same[0].decider is None:
        raise InvalidState(_("The charter that holds now has no row for this. Choose one first. The draft is kept."))
    found.right, found.decider = same[0], same[0].decider


def _ask_consent(found: Decision, actor: Member) -> list[int]:
    """Ask whom the charter makes agree; their days begin today."""
    asked = [member for member in _holders(found.right, RightHolder.Part.AGREES) if member.pk != found.decider_id]
    if asked and found.right is not None:
        days, workspace = found.right.answer_days, actor.workspace
        due_on = working_days_from(today_in(workspace), days, workspace=workspace)
        Consent.objects.bulk_create(Consent(decision=found, member=member, due_on=due_on) for member in asked)
    return [member.pk for member in asked]


def _holders(right: Right | None, part: str) -> list[Member]:
    if right is None:
        return []
    return [holder.member for holder in right.holders.filter(part=part).select_related("member")]


def lock(found: Decision) -> None:
    """Hold the node's row and read again what stands. An objection takes the same row, so the two cannot cross."""
    node = nodes.lock(found.node)
    found.refresh_from_db()
    found.node = node
