"""Every change of the charter. A version that holds is never changed; the next one takes its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions.charter import queries, rules
from allied.domains.decisions.charter.starters import LEADER, STARTERS, Line, duties
from allied.domains.decisions.models import Charter, Right, RightHolder, Signature
from allied.domains.decisions.models.charter import CHANGE_LENGTH, TYPE_LENGTH
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.people.models import Member, Workspace
from allied.kernel.text import clean
from allied.kernel.words import _


@dataclass(frozen=True)
class Frame:
    """What a version says beside its rows. ``objection_days``: working days until ``settles`` settles an objection."""

    change: str = ""
    objection_days: int = 10
    settles: Member | None = None
    talk_again_on: date | None = None
    commits_by_decision: bool = False


@dataclass(frozen=True)
class RightDraft:
    """One row as it is written down. ``decides`` may be empty in a draft, and never holds two."""

    decision_type: str
    impact: str
    reversibility: str
    decides: Sequence[Member] = ()
    recommends: Sequence[Member] = ()
    agrees: Sequence[Member] = ()
    input: Sequence[Member] = ()
    told: Sequence[Member] = ()
    answer_days: int = 5
    escalates_to: Member | None = None

    @property
    def named(self) -> list[Member]:
        """Everybody whom it names."""
        settles = [self.escalates_to] if self.escalates_to else []
        return [*self.decides, *self.recommends, *self.agrees, *self.input, *self.told, *settles]


@transaction.atomic
def draft_charter(starter: str = "", *, actor: Member) -> Charter:
    """Begin the next version: from a starter, or as a copy of the version that holds.

    Raises:
        Denied: the actor may not write charters.
        InvalidState: a draft is there already.
        BadInput: there is no such starter.
    """
    access.require(actor, Permission.CHARTER_WRITE)
    _lock(actor.workspace_id)
    if starter and starter not in STARTERS:
        raise BadInput(
            starter=_(
                "There is no starter “%(starter)s”. Choose one of: %(starters)s.",
                starter=starter[:40],
                starters=", ".join(STARTERS),
            )
        )
    last = Charter.objects.filter(workspace_id=actor.workspace_id).first()
    if last is not None and last.is_draft:
        raise InvalidState(
            _(
                "Version %(number)s is a draft already. Change it, or discard it. Nothing was changed.",
                number=last.number,
            )
        )
    held = queries.charter_in_force(actor.workspace_id)
    charter = Charter.objects.create(
        workspace_id=actor.workspace_id,
        number=last.number + 1 if last else 1,
        drafted_by=actor,
        drafted_at=timezone.now(),
        objection_days=held.objection_days if held else 10,
        settles=held.settles if held else None,
        commits_by_decision=held.commits_by_decision if held else False,
    )
    if starter:
        _start(charter, STARTERS[starter].lines, actor)
    elif held is not None:
        _copy(queries.charters(actor=actor).get(pk=held.pk), charter)
    activity.record("charter.drafted", None, actor=actor, number=charter.number, starter=starter)
    return charter


@transaction.atomic
def frame_charter(charter: Charter, frame: Frame, *, actor: Member) -> Charter:
    """Say what the draft changes, how long objections wait, and who settles them. Signatures on it are void.

    Raises:
        Denied: the actor may not write charters.
        NotVisible: the person is of another workspace.
        InvalidState: it is no draft.
        BadInput: the days are out of range, or the text is too long.
    """
    _open(charter, actor, [frame.settles] if frame.settles else [])
    rules.check_days(frame.objection_days, field="objection_days")
    charter.change = clean(frame.change, field="change", limit=CHANGE_LENGTH, single_line=True)
    charter.objection_days, charter.settles = frame.objection_days, frame.settles
    charter.talk_again_on, charter.commits_by_decision = frame.talk_again_on, frame.commits_by_decision
    charter.save(update_fields=["change", "objection_days", "settles", "talk_again_on", "commits_by_decision"])
    _void(charter)
    activity.record("charter.changed", None, actor=actor, number=charter.number)
    return charter


@transaction.atomic
def write_right(charter: Charter, draft: RightDraft, *, actor: Member, right: Right | None = None) -> Right:
    """Add a row to the draft, or write one of its rows anew. Signatures on it are void.

    Raises:
        Denied: the actor may not write charters.
        NotVisible: somebody named is of another workspace, or the row is of another version.
        InvalidState: it is no draft.
        BadInput: no type, an unknown weight, two deciders, days out of range, or the draft has such a row already.
    """
    _open(charter, actor, draft.named)
    if right is not None and right.charter_id != charter.pk:
        raise NotVisible(_("There is no such row in this version."))
    others = [each for each in charter.rights.all() if right is None or each.pk != right.pk]
    found = right or Right(charter=charter)
    _fill(found, draft)
    if any(other.case == found.case for other in others):
        raise BadInput(
            decision_type=_("“%(found)s” has a row already. Change that one. Nothing was changed.", found=found)
        )
    if right is None and len(others) >= rules.MOST_RIGHTS:
        raise BadInput(
            decision_type=_(
                "A charter has at most %(most_rights)s rows; fewer are easier to keep.", most_rights=rules.MOST_RIGHTS
            )
        )
    found.save()
    _name(found, draft)
    _void(charter)
    activity.record("charter.right_written", None, actor=actor, number=charter.number, row=str(found))
    return found


@transaction.atomic
def write_rights(charter: Charter, drafts: Sequence[RightDraft], *, actor: Member) -> None:
    """Put these rows in place of all that the draft has. Raises what ``write_right`` raises."""
    _open(charter, actor, [member for draft in drafts for member in draft.named])
    charter.rights.all().delete()
    for draft in drafts:
        write_right(charter, draft, actor=actor)


@transaction.atomic
def remove_right(charter: Charter, right: Right, *, actor: Member) -> None:
    """Take a row out of the draft. Raises what ``write_right`` raises."""
    _open(charter, actor, [])
    if right.charter_id != charter.pk:
        raise NotVisible(_("There is no such row in this version."))
    words = str(right)
    right.delete()
    _void(charter)
    activity.record("charter.right_removed", None, actor=actor, number=charter.number, row=words)


@transaction.atomic
def discard_charter(charter: Charter, *, actor: Member) -> None:
    """Take a draft away. Its number is used again."""
    _open(charter, actor, [])
    number = charter.number
    charter.delete()
    activity.record("charter.discarded", None, actor=actor, number=number)


@transaction.atomic
def sign_charter(charter: Charter, *, actor: Member) -> Charter:
    """Stand behind a draft. Once leadership, UX and Product have, it holds and the version before it ends.

    Raises:
        Denied: the actor may not take part in decisions.
        InvalidState: it is no draft, has gaps, which are named, or the actor has signed it.
    """
    access.require(actor, Permission.DECISION_TAKE_PART)
    _open(charter, actor, [], writes=False)
    charter = queries.charters(actor=actor).get(pk=charter.pk)
    gaps = rules.gaps(charter, charter.rights.all())
    if gaps:
        raise InvalidState(_("It cannot be signed yet. %(gaps)s Nothing was changed.", gaps=" ".join(map(str, gaps))))
    if any(one.member_id == actor.pk for one in charter.signatures.all()):
        raise InvalidState(_("You have signed this version. Nothing was changed."))
    now = timezone.now()
    for each in rules.stands_for(actor, is_led=queries.is_led(actor.workspace)):
        Signature.objects.create(charter=charter, member=actor, stands_for=each, signed_at=now)
    activity.record("charter.signed", None, actor=actor, number=charter.number)
    if not rules.missing_signatures(charter.signatures.values_list("stands_for", flat=True)):
        _put_in_force(charter, actor)
    return charter


def _put_in_force(charter: Charter, actor: Member) -> None:
    charter.in_force_at = timezone.now()
    before = Charter.objects.filter(workspace_id=charter.workspace_id, superseded_at=None).exclude(in_force_at=None)
    before.update(superseded_at=charter.in_force_at)
    charter.save(update_fields=["in_force_at"])
    activity.record("charter.in_force", None, actor=actor, number=charter.number)


def _open(charter: Charter, actor: Member, named: Sequence[Member], *, writes: bool = True) -> None:
    """Access, the workspace's row, and whether it is a draft that all named people can stand in."""
    if writes:
        access.require(actor, Permission.CHARTER_WRITE)
    workspaces = {charter.workspace_id, *(member.workspace_id for member in named)}
    if workspaces != {actor.workspace_id}:
        raise NotVisible(_("There is no such charter or person in this workspace."))
    _lock(actor.workspace_id)
    charter.refresh_from_db(fields=["in_force_at", "superseded_at"])
    rules.check_is_draft(charter)


def _lock(workspace_id: int) -> None:
    """One change of the workspace's charters at a time: two last signatures cannot cross."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace_id)


def _void(charter: Charter) -> None:
    """What was signed is not what stands there now."""
    charter.signatures.all().delete()


def _fill(right: Right, draft: RightDraft) -> None:
    if draft.impact not in Right.Impact.values or draft.reversibility not in Right.Reversibility.values:
        raise BadInput(impact=_("Say whether the impact is high or low, and whether it is hard or easy to undo."))
    rules.check_one_decides(draft.decides)
    rules.check_days(draft.answer_days, field="answer_days")
    kind = clean(draft.decision_type, field="decision_type", limit=TYPE_LENGTH, required=True, single_line=True)
    right.decision_type, right.impact, right.reversibility = kind, draft.impact, draft.reversibility
    right.decider = draft.decides[0] if draft.decides else None
    right.answer_days, right.escalates_to = draft.answer_days, draft.escalates_to


def _name(right: Right, draft: RightDraft) -> None:
    right.holders.all().delete()
    parts = {"recommends": draft.recommends, "agrees": draft.agrees, "input": draft.input, "told": draft.told}
    RightHolder.objects.bulk_create(
        RightHolder(right=right, part=part, member=member)
        for part, members in parts.items()
        for member in dict.fromkeys(members)
        if not (part == RightHolder.Part.AGREES and member == right.decider)
    )


def _start(charter: Charter, lines: Sequence[Line], actor: Member) -> None:
    having = duties(list(Member.objects.filter(workspace_id=actor.workspace_id)))
    charter.settles = having.get(LEADER)
    charter.save(update_fields=["settles"])
    for line in lines:
        parts = {
            name: [having[duty] for duty in getattr(line, name) if duty in having]
            for name in ("recommends", "agrees", "input", "told")
        }
        decider = [having[line.decides]] if line.decides in having else []
        draft = RightDraft(
            line.decision_type,
            line.impact,
            line.reversibility,
            decider,
            **parts,
            answer_days=line.answer_days,
            escalates_to=having.get(LEADER),
        )
        right = Right(charter=charter)
        _fill(right, draft)
        right.save()
        _name(right, draft)


def _copy(held: Charter, charter: Charter) -> None:
    for right in held.rights.all():
        holders = list(right.holders.all())
        made = Right.objects.create(
            charter=charter,
            decision_type=right.decision_type,
            impact=right.impact,
            reversibility=right.reversibility,
            decider=right.decider,
            answer_days=right.answer_days,
            escalates_to=right.escalates_to,
        )
        RightHolder.objects.bulk_create(
            RightHolder(right=made, part=holder.part, member=holder.member) for holder in holders
        )
