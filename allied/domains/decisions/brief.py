"""The united-front brief: a decision on one page, with dissent, cost and evidence, and who of each side signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from allied.domains.decisions import rules
from allied.domains.decisions.facts import Facts, facts
from allied.domains.decisions.models import BriefSignature, Consent, Decision, State
from allied.domains.decisions.readback import queries as readback
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _, listed
from allied.web.formats import day
from allied.web.memo import Cite, Line, Memo, Section, Table


@dataclass(frozen=True)
class Signing:
    """One side of the brief: whose signature holds, why the last one ended, and what the reader may do.

    ``ended`` has no ending yet where what it signed reads otherwise now and the clock has not written it down.
    """

    side: Side
    holds: BriefSignature | None
    ended: BriefSignature | None
    may_sign: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Brief:
    memo: Memo
    sides: tuple[Signing, ...]

    @property
    def is_joint(self) -> bool:
        return all(each.holds for each in self.sides)


def brief(found: Decision, *, actor: Member) -> Brief:
    """The brief as it reads now: a fixed number of queries."""
    said = facts([found], actor.workspace)[found.pk]
    sides = _signing(found, said.digest, actor)
    missing = [each.side.label for each in sides if not each.holds]
    place = {"workspace": actor.workspace.slug, "reference": found.node.reference}
    cite = Cite(found.node.reference, reverse("decisions:detail", kwargs=place))
    kind = _("United-front brief, not joint") if missing else _("United-front brief, joint")
    memo = Memo(
        kind=kind,
        title=found.question,
        lede=_lede(found),
        sections=(
            Section(_("Joint position"), tuple(_position(found, cite))),
            Section(_("Dissent"), tuple(_dissent(said, cite, actor))),
            Section(_("What it costs"), tuple(_cost(found, cite))),
            Section(_("Evidence"), *_evidence(said, actor)),
            *_predictions(said, actor),
        ),
        foot=_foot(sides, missing),
    )
    return Brief(memo, sides)


def _lede(found: Decision) -> str:
    if found.node.state == State.DECIDED and found.ended_by is not None:
        on = day(found.ended_at.date() if found.ended_at else None)
        return _("Decided by %(name)s on %(day)s.", name=found.ended_by.name, day=on)
    return _("Not decided yet. %(name)s decides.", name=rules.decides_now(found).name)


def _position(found: Decision, cite: Cite) -> list[Line]:
    lines = []
    if found.choice:
        lines.append(Line(found.reasons, (cite,), note=_("Decided, %(option)s", option=found.choice.title)))
    for each in sorted(found.positions.all(), key=lambda each: each.side != Side.UX):
        label = Side(each.side).label
        wants = _("%(side)s, for %(option)s", side=label, option=each.option.title) if each.option else label
        lines.append(Line(each.text, (cite,), note=wants))
    return lines or [Line(_("Neither side has stated its position yet."), (cite,))]


def _dissent(said: Facts, cite: Cite, actor: Member) -> list[Line]:
    found = said.decision
    lines = [Line(found.dissent, (cite,))] if found.dissent else []
    for each in said.objections:
        label = each.get_kind_display() if each.stands else f"{each.get_kind_display()}, {each.get_ending_display()}"
        evidence = Cite(each.evidence.reference, url_of(each.evidence, workspace_slug=actor.workspace.slug))
        lines.append(Line(f"{each.placed_by.name}: {each.reason}", (evidence,), note=label))
    refused = [each for each in found.consents.all() if each.answer == Consent.Answer.DISAGREES]
    lines += [Line(f"{each.member.name}: {each.reason}", (cite,), note=_("Does not agree")) for each in refused]
    return lines or [Line(_("None is recorded."), (cite,))]


def _cost(found: Decision, cite: Cite) -> list[Line]:
    """Of what was decided; while it is open, of each option."""
    lines = []
    for option in [found.choice] if found.choice else found.options.all():
        said = _("Not said yet.")
        lines.append(Line(option.for_people or said, (cite,), note=_("%(option)s, for people", option=option.title)))
        note = _("%(option)s, for the business", option=option.title)
        lines.append(Line(option.for_business or said, (cite,), note=note))
    return lines


def _evidence(said: Facts, actor: Member) -> tuple[tuple[Line, ...], Table | None]:
    rows = []
    for claim, known in said.claims:
        if not claim.is_readable_by(actor.pk):
            continue
        cite = Cite(f"{claim.reference} {claim.title}", url_of(claim, workspace_slug=actor.workspace.slug))
        level = headline(known.level, known.flag) if known else _("No claim")
        counts = (known.people_for, known.people_against) if known else (0, 0)
        rows.append((cite, (str(level), str(counts[0]), str(counts[1]), str(sum(counts)))))
    if not rows:
        return (Line(_("No insight is named yet: nothing first-hand stands behind this."), ()),), None
    heads = (_("Claim"), _("Strength"), _("People for"), _("People against"), "n")
    return (Line(_("Strength as of %(day)s.", day=day(today_in(actor.workspace))), ()),), Table(heads, tuple(rows))


def _predictions(said: Facts, actor: Member) -> list[Section]:
    """What is said to come of it, each with its probability; nothing where nobody predicted anything."""
    rows = []
    for one in said.predictions:
        cite = Cite(f"{one.node.reference} {one.measure}", url_of(one.node, workspace_slug=actor.workspace.slug))
        sure = f"{one.percent} %"
        rows.append((cite, (readback.expected(one), sure, str(readback.voice(one)), str(readback.outcome(one)))))
    if not rows:
        return []
    heads = (_("What is measured"), _("Expected"), _("Sure"), _("Said by"), _("Where it stands"))
    return [Section(_("Predictions"), (), Table(heads, tuple(rows)))]


def _foot(sides: Sequence[Signing], missing: Sequence[str]) -> str:
    signed = [
        _(
            "%(name)s for %(side)s on %(day)s",
            name=each.holds.member.name,
            side=each.side.label,
            day=day(each.holds.signed_at.date()),
        )
        for each in sides
        if each.holds
    ]
    parts = [_("Signed by %(names)s.", names=listed(map(str, signed)))] if signed else []
    if missing:
        parts.append(_("Not joint, not signed by: %(sides)s.", sides=listed(missing)))
    parts += [
        _(
            "The signature of %(name)s is void, because what it says changed%(since)s.",
            name=each.ended.member.name,
            since=_(" on %(day)s", day=day(each.ended.ended_at.date())) if each.ended.ended_at else "",
        )
        for each in sides
        if not each.holds and each.ended and each.ended.ending != BriefSignature.Ending.WITHDRAWN
    ]
    return " ".join(map(str, parts))


def _signing(found: Decision, content: str, actor: Member) -> tuple[Signing, ...]:
    """A signature holds while the facts are those that were signed; that it does not may be written down later."""
    known = list(BriefSignature.objects.filter(decision=found).select_related("member").order_by("-pk"))
    takes_part = access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    may = takes_part and found.node.state in (State.OPEN, State.DECIDED)
    held = [each for each in known if not each.ending and each.content == content]
    has_signed = any(each.member_id == actor.pk for each in held)
    shown = []
    for side in rules.SIDES:
        of_side = [each for each in known if each.side == side]
        holds = next((each for each in held if each.side == side), None)
        free = may and holds is None and not has_signed and rules.speaks_for(actor, side)
        is_mine = takes_part and holds is not None and holds.member_id == actor.pk
        shown.append(Signing(side, holds, of_side[0] if of_side else None, free, is_mine))
    return tuple(shown)
