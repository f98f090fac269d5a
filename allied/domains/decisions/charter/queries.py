"""Questions about charters: what holds now, what held on a past day, and what differs between two versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, Prefetch, Q, QuerySet

from allied.domains.decisions.charter import rules
from allied.domains.decisions.models import Charter, Objection, Right, RightHolder, Signature
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.calendar import end_of
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _, listed

NO_ROW: Final = _("No such row")


@dataclass(frozen=True)
class Row:
    """One row of a charter in words: who decides, and who has which part beside."""

    right: Right
    decides: str
    recommends: str
    agrees: str
    input: str
    told: str
    clock: str

    @property
    def parts(self) -> dict[str, str]:
        shown = {_("Recommends"): self.recommends, _("Must agree"): self.agrees, _("Gives input"): self.input}
        return shown | {_("Decides"): self.decides, _("Is told"): self.told, _("Working days, then"): self.clock}


@dataclass(frozen=True)
class Difference:
    """A row that is not the same in two versions; ``before`` and ``after`` give each part that differs."""

    row: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Open:
    """What this actor may do with a version now, and what it waits for."""

    write: bool
    sign: bool
    gaps: tuple[str, ...]
    unsigned: tuple[str, ...]


def charters(*, actor: Member) -> QuerySet[Charter]:
    """All versions of the actor's workspace, newest first, each with rows, people and signatures."""
    holders = Prefetch("holders", RightHolder.objects.select_related("member"))
    rights = Prefetch("rights", Right.objects.select_related("decider", "escalates_to").prefetch_related(holders))
    signed = Prefetch("signatures", Signature.objects.select_related("member"))
    found = Charter.objects.filter(workspace_id=actor.workspace_id) if _may_read(actor) else Charter.objects.none()
    return found.select_related("settles", "drafted_by").prefetch_related(rights, signed)


def charter_by_number(number: int, *, actor: Member) -> Charter:
    """Raises: NotVisible, when the workspace has no version of that number."""
    found = charters(actor=actor).filter(number=number).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def charter_in_force(workspace_id: int) -> Charter | None:
    """The version that holds now; None where the workspace has none."""
    found = Charter.objects.filter(workspace_id=workspace_id, superseded_at=None).exclude(in_force_at=None)
    return found.select_related("settles").first()


def settles_now(found: Objection) -> Member:
    """Who settles an objection: the person it goes to, or once that one has left, whom the charter in force names.

    Nobody settles what they placed themselves. Where there is nobody it stays the one who has left.
    """
    if found.escalates_to.is_active:
        return found.escalates_to
    charter = charter_in_force(found.escalates_to.workspace_id)
    named = charter.settles if charter is not None else None
    return named if named is not None and named.is_active and named.pk != found.placed_by_id else found.escalates_to


def settled_by(actor: Member) -> Q:
    """The standing objections that came to the actor: ``settles_now`` as a condition."""
    held = Charter.objects.filter(workspace_id=actor.workspace_id, settles=actor, superseded_at=None)
    left = Q(escalates_to__workspace=actor.workspace_id) & ~Q(escalates_to__deactivated_at=None)
    named = left & ~Q(placed_by=actor) & Exists(held.exclude(in_force_at=None))
    return (Q(escalates_to=actor) | named) & Q(ending="") & ~Q(escalated_at=None)


def charter_on(day: date, *, actor: Member) -> Charter | None:
    """The version that held at the end of a day of the workspace; None where none held yet."""
    over = end_of(day, workspace=actor.workspace)
    found = charters(actor=actor).filter(in_force_at__lt=over)
    return found.filter(Q(superseded_at=None) | Q(superseded_at__gte=over)).first()


def rights_in_force(*, actor: Member) -> list[Right]:
    """The rows by which decisions are made now, each with its decider."""
    found = Right.objects.filter(charter__workspace_id=actor.workspace_id, charter__superseded_at=None)
    return list(found.exclude(charter__in_force_at=None).select_related("decider", "charter"))


def rows(charter: Charter) -> list[Row]:
    """The rows in words. Ask with what ``charters`` brings along."""
    return [_row(right) for right in charter.rights.all()]


def differences(earlier: Charter, later: Charter) -> list[Difference]:
    """Which rows differ between two versions, in the order of the later one; rows that are gone come last."""
    before, after = ({row.right.case: row for row in rows(each)} for each in (earlier, later))
    found = []
    for case in [*after, *(case for case in before if case not in after)]:
        old, new = before.get(case), after.get(case)
        was, now = (row.parts if row else {} for row in (old, new))
        changed = [(part, was.get(part, NO_ROW), now.get(part, NO_ROW)) for part in (now or was)]
        kept = tuple((part, one, other) for part, one, other in changed if one != other)
        shown = new or old
        if kept and shown is not None:
            found.append(Difference(str(shown.right), kept))
    return found


def signatories(charter: Charter) -> list[tuple[Member, str, Signature]]:
    """Who signed and for whom, each once."""
    told: dict[int, tuple[Member, list[str], Signature]] = {}
    for one in charter.signatures.all():
        told.setdefault(one.member_id, (one.member, [], one))[1].append(one.get_stands_for_display())
    return [(member, listed(names), one) for member, names, one in told.values()]


def is_led(workspace: Workspace) -> bool:
    """Whether somebody of leadership is an active member."""
    return Member.objects.filter(workspace=workspace, discipline=Discipline.LEADERSHIP, deactivated_at=None).exists()


def open_to(actor: Member, charter: Charter) -> Open:
    signed = list(charter.signatures.all())
    gaps = tuple(rules.gaps(charter, charter.rights.all())) if charter.is_draft else ()
    has_signed = any(one.member_id == actor.pk for one in signed)
    may_sign = access.can(actor, Permission.DECISION_TAKE_PART)
    return Open(
        write=charter.is_draft and access.can(actor, Permission.CHARTER_WRITE),
        sign=charter.is_draft and not gaps and not has_signed and may_sign,
        gaps=gaps,
        unsigned=tuple(rules.missing_signatures([one.stands_for for one in signed])) if charter.is_draft else (),
    )


def _may_read(actor: Member) -> bool:
    return access.can(actor, Permission.WORKSPACE_READ)


def _row(right: Right) -> Row:
    named: dict[str, list[str]] = {part: [] for part in RightHolder.Part.values}
    for holder in right.holders.all():
        named[holder.part].append(holder.member.name)
    clock, then = str(right.answer_days), right.escalates_to
    return Row(
        right,
        decides=right.decider.name if right.decider else "",
        clock=_("%(days)s, then %(name)s", days=clock, name=then.name) if then else clock,
        recommends=", ".join(named["recommends"]),
        agrees=", ".join(named["agrees"]),
        input=", ".join(named["input"]),
        told=", ".join(named["told"]),
    )
