"""What the state of a round allows, and what a ballot must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from allied.domains.prioritization.models import (
    HIGHEST,
    LOWEST,
    MOST_CANDIDATES,
    REASON_LENGTH,
    Candidate,
    Framework,
    Round,
    State,
)
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Side
from allied.kernel.text import clean
from allied.kernel.words import _, listed

SCORABLE = frozenset({"insight", "opportunity", "item"})
SIDES = (Side.UX, Side.PRODUCT)
FACTORS = ("reach", "impact", "effort")
LARGEST = 1e12
# Bytes of one mark as JSON: a reason of characters that JSON escapes to six bytes each, and nine figures.
MARK_LENGTH = 6 * REASON_LENGTH + 600

Range = tuple[float, float, float]


@dataclass(frozen=True)
class Mark:
    """What one ballot says of one candidate. No score: the voter leaves it out. ``estimates``: low, likely, high."""

    score: int | None = None
    reason: str = ""
    estimates: Mapping[str, Range] = field(default_factory=dict)


def length_of_ballots(candidates: int) -> int:
    """Bytes that the longest ballot of a round with so many candidates can take."""
    return 64 + candidates * MARK_LENGTH


def check_framework(framework: str) -> None:
    if framework not in Framework.values:
        raise BadInput(framework=_("Choose votes, or votes with RICE ranges. Nothing was changed."))


def check_is_draft(found: Round) -> None:
    if found.node.state != State.DRAFT:
        raise InvalidState(
            _(
                "%(reference)s is no draft any more: %(words)s. What people vote on stays as it was "
                "when it opened. Start another round to ask anew. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_is_open(found: Round) -> None:
    if found.node.state != State.OPEN:
        raise InvalidState(
            _(
                "%(reference)s is not open: %(words)s. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_is_closed(found: Round) -> None:
    if found.node.state != State.CLOSED:
        raise InvalidState(
            _(
                "%(reference)s is not closed: %(words)s. A second ballot follows one whose ballots "
                "are open to all. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_candidates(nodes: Collection[Node]) -> None:
    if len(nodes) > MOST_CANDIDATES:
        raise BadInput(
            candidates=_(
                "These are %(nodes)s; a round asks about %(most_candidates)s at most. Leave some "
                "out. Nothing was changed.",
                nodes=len(nodes),
                most_candidates=MOST_CANDIDATES,
            )
        )
    for node in nodes:
        if node.kind not in SCORABLE:
            raise BadInput(
                candidates=_(
                    "%(reference)s is %(label)s: a round asks about insights, opportunities and roadmap "
                    "items. Nothing was changed.",
                    reference=node.reference,
                    label=node.spec.label.lower(),
                )
            )
        if node.is_ended:
            raise BadInput(
                candidates=_("%(reference)s has ended. Leave it out. Nothing was changed.", reference=node.reference)
            )


def check_quorum(ux: int, product: int) -> None:
    for name, number in (("quorum_ux", ux), ("quorum_product", product)):
        if not 1 <= number <= 500:
            raise BadInput(**{name: _("Write a number from 1 to 500: both sides are heard. Nothing was changed.")})


def check_can_open(found: Round, candidates: int) -> None:
    check_is_draft(found)
    if candidates < 2:
        raise InvalidState(_("A round compares at least 2 things. Add what is to be compared. The draft is kept."))
    check_deadline(found.closes_at)


def check_deadline(closes_at: datetime | None) -> None:
    if closes_at is None or closes_at <= timezone.now():
        raise BadInput(closes_at=_("Choose a time in the future until which ballots come in. Nothing was changed."))


def check_in_time(found: Round) -> None:
    if found.closes_at is not None and found.closes_at <= timezone.now():
        raise InvalidState(
            _(
                "%(reference)s took ballots until %(localtime)s. Yours came later and was not "
                "stored; what you wrote is still on your page. Ask who runs the round for more time.",
                reference=found.node.reference,
                localtime=f"{timezone.localtime(found.closes_at):%-d %b %Y, %H:%M}",
            )
        )


def check_has_quorum(found: Round, counts: Mapping[str, int]) -> None:
    short = [
        _(
            "%(side)s has %(n)s of %(quorum)s ballots",
            side=side.label,
            n=counts.get(side, 0),
            quorum=found.quorum_of(side),
        )
        for side in SIDES
        if counts.get(side, 0) < found.quorum_of(side)
    ]
    if short:
        raise InvalidState(
            _(
                "The ballots stay sealed: %(short)s. Give people more time, or cancel the round. Nothing was changed.",
                short=listed(short),
            )
        )


def check_marks(found: Round, marks: Mapping[str, Mark], candidates: Collection[Candidate]) -> dict[str, Mark]:
    """The marks by candidate node, cleaned.

    Raises:
        BadInput: a mark for something else, off the scale, too long, or no vote at all.
    """
    known = {candidate.node_id for candidate in candidates}
    if unknown := set(marks) - known:
        raise BadInput(
            whole=_(
                "%(sorted)s is not in this round. Open the ballot again. Nothing was stored.", sorted=sorted(unknown)[0]
            )
        )
    cleaned = {node_id: _mark(found, node_id, mark) for node_id, mark in marks.items()}
    if all(mark.score is None for mark in cleaned.values()):
        raise BadInput(
            whole=_(
                "There is no vote in this ballot. Vote on at least one thing, or leave the round. Nothing was stored."
            )
        )
    return cleaned


def _mark(found: Round, node_id: str, mark: Mark) -> Mark:
    if mark.score is not None and (isinstance(mark.score, bool) or not LOWEST <= mark.score <= HIGHEST):
        raise BadInput(
            **{
                f"score-{node_id}": _(
                    "Votes go from %(lowest)s to %(highest)s. Nothing was stored.", lowest=LOWEST, highest=HIGHEST
                )
            }
        )
    reason = clean(mark.reason, field=f"reason-{node_id}", limit=REASON_LENGTH)
    if mark.estimates and not found.asks_ranges:
        raise BadInput(whole=_("This round asks for votes only, not for estimates. Nothing was stored."))
    return Mark(mark.score, reason, {name: _range(node_id, name, mark.estimates[name]) for name in mark.estimates})


def _range(node_id: str, name: str, given: Range) -> Range:
    if name not in FACTORS:
        raise BadInput(whole=_("%(name)s is not asked for. Nothing was stored.", name=name))
    low, likely, high = (float(value) for value in given)
    if not 0 < low <= likely <= high <= LARGEST:
        raise BadInput(
            **{
                f"{name}-{node_id}": _(
                    "Write three numbers above 0 that do not fall: low, likely, high. Nothing was stored."
                )
            }
        )
    return low, likely, high


def _words(found: Round) -> str:
    return State(found.node.state).label.lower()
