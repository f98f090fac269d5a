"""What the state of a round allows, and what a ballot must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from allied.domains.prioritization.frameworks import (
    CRITERION_LENGTH,
    HEAVIEST,
    MOST_CRITERIA,
    WITH_CRITERIA,
    Definition,
    Factor,
    definition_of,
)
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
from allied.kernel.words import _, either, listed

SCORABLE = frozenset({"insight", "opportunity", "solution", "experiment", "item"})
MOST_FIGURES = 72  # on one ballot; a range counts as one
SIDES = (Side.UX, Side.PRODUCT)
# Bytes of one mark as JSON: a reason of characters that JSON escapes to six bytes each, and nine figures.
MARK_LENGTH = 6 * REASON_LENGTH + 600

Range = tuple[float, float, float]


@dataclass(frozen=True)
class Mark:
    """What one ballot says of one candidate. No score: the voter leaves it out.

    By the name of the factor: ``estimates`` low, likely, high; ``figures`` one each. A round asks for one of the two.
    """

    score: int | None = None
    reason: str = ""
    estimates: Mapping[str, Range] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


def length_of_ballots(candidates: int) -> int:
    """Bytes that the longest ballot of a round with so many candidates can take."""
    return 64 + candidates * MARK_LENGTH


def check_framework(framework: str) -> None:
    if framework not in Framework.values:
        raise BadInput(framework=_("Choose one of the frameworks that are listed. Nothing was changed."))


@dataclass(frozen=True)
class Criterion:
    """What a round with weighted criteria asks for, and how much it counts against the others."""

    name: str
    weight: float


def check_criteria(framework: str, given: Sequence[Criterion]) -> list[Criterion]:
    """The criteria, cleaned.

    Raises:
        BadInput: too few or many, a name that is empty, long or there twice, or a weight out of bounds.
    """
    if framework not in WITH_CRITERIA:
        if given:
            raise BadInput(
                criteria=_("Only weighted criteria have criteria of their own. Remove them. Nothing was changed.")
            )
        return []
    if not 2 <= len(given) <= MOST_CRITERIA:
        raise BadInput(
            criteria=_("Write 2 to %(most)s criteria, each with its weight. Nothing was changed.", most=MOST_CRITERIA)
        )
    found = [Criterion(_criterion_name(each.name), float(each.weight)) for each in given]
    if len({each.name.casefold() for each in found}) < len(found):
        raise BadInput(criteria=_("A criterion stands there twice. Nothing was changed."))
    for each in found:
        if not 0 < each.weight <= HEAVIEST:
            raise BadInput(
                criteria=_(
                    "The weight of %(name)s must be above 0 and %(most)s at most. Nothing was changed.",
                    name=each.name,
                    most=f"{HEAVIEST:g}",
                )
            )
    return found


def _criterion_name(text: str) -> str:
    return clean(text, field="criteria", limit=CRITERION_LENGTH, required=True, single_line=True)


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


def check_is_revealed(found: Round) -> None:
    if found.node.state != State.CLOSED:
        raise InvalidState(
            _(
                "%(reference)s is not closed: %(words)s. Its ballots are sealed until then, so nothing can be told of "
                "them. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_has_cost(found: Round) -> Factor:
    """What candidates of this round use up."""
    cost = definition_of(found).cost_factor
    if cost is None:
        raise InvalidState(
            _(
                "%(reference)s asked for no effort, so nothing tells what fits. Ask by RICE, WSJF or value by effort "
                "in another round. Nothing was changed.",
                reference=found.node.reference,
            )
        )
    return cost


def check_candidates(nodes: Collection[Node], figures: int) -> None:
    """``figures``: how many the ballot asks for each of them."""
    if len(nodes) > MOST_CANDIDATES:
        raise BadInput(
            candidates=_(
                "These are %(nodes)s; a round asks about %(most_candidates)s at most. Leave some "
                "out. Nothing was changed.",
                nodes=len(nodes),
                most_candidates=MOST_CANDIDATES,
            )
        )
    if len(nodes) * figures > MOST_FIGURES:
        raise BadInput(
            candidates=_(
                "A ballot on these %(nodes)s would ask everybody for %(figures)s figures; %(most)s at most are filled "
                "in with care. Compare %(fewer)s at most, or ask for votes only. Nothing was changed.",
                nodes=len(nodes),
                figures=len(nodes) * figures,
                most=MOST_FIGURES,
                fewer=MOST_FIGURES // figures,
            )
        )
    for node in nodes:
        if node.kind not in SCORABLE:
            raise BadInput(
                candidates=_(
                    "%(reference)s is %(label)s: a round asks about insights, opportunities, solutions, "
                    "experiments and roadmap items. Nothing was changed.",
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


def check_marks(
    found: Round, marks: Mapping[str, Mark], candidates: Collection[Candidate], confidences: Mapping[str, float]
) -> dict[str, Mark]:
    """The marks by candidate node, cleaned. ``confidences``: what the evidence proposes for each.

    Raises:
        BadInput: a mark for something else, out of bounds, too long, half of the figures, or no vote at all.
    """
    known = {candidate.node_id for candidate in candidates}
    if unknown := set(marks) - known:
        raise BadInput(
            whole=_(
                "%(sorted)s is not in this round. Open the ballot again. Nothing was stored.", sorted=sorted(unknown)[0]
            )
        )
    asked = definition_of(found)
    cleaned = {node_id: _mark(asked, node_id, mark, confidences.get(node_id)) for node_id, mark in marks.items()}
    if all(mark.score is None for mark in cleaned.values()):
        raise BadInput(
            whole=_(
                "There is no vote in this ballot. Vote on at least one thing, or leave the round. Nothing was stored."
            )
        )
    return cleaned


def _mark(asked: Definition, node_id: str, mark: Mark, confidence: float | None) -> Mark:
    if mark.score is not None and (isinstance(mark.score, bool) or not LOWEST <= mark.score <= HIGHEST):
        raise BadInput(
            **{
                f"score-{node_id}": _(
                    "Votes go from %(lowest)s to %(highest)s. Nothing was stored.", lowest=LOWEST, highest=HIGHEST
                )
            }
        )
    reason = clean(mark.reason, field=f"reason-{node_id}", limit=REASON_LENGTH)
    if mark.estimates and not asked.has_ranges:
        raise BadInput(whole=_("This round asks for no ranges. Nothing was stored."))
    if mark.figures and not asked.is_scored:
        raise BadInput(whole=_("This round asks for no single figures. Nothing was stored."))
    known = {factor.name: factor for factor in asked.factors}
    if unknown := [name for name in (*mark.estimates, *mark.figures) if name not in known]:
        raise BadInput(whole=_("%(name)s is not asked for. Nothing was stored.", name=unknown[0]))
    ranges = {name: _range(node_id, known[name], given) for name, given in mark.estimates.items()}
    return Mark(mark.score, reason, ranges, _figures(asked, node_id, mark.figures, confidence, has_reason=bool(reason)))


def _figures(
    asked: Definition, node_id: str, given: Mapping[str, float], confidence: float | None, *, has_reason: bool
) -> dict[str, float]:
    """All figures of one candidate, or none. A confidence that was left out is the one that the evidence proposes."""
    if not given:
        return {}
    filled = given if confidence is None else {"confidence": confidence} | dict(given)
    for factor in asked.factors:
        field = f"{factor.name}-{node_id}"
        if factor.name not in filled:
            raise BadInput(
                **{
                    field: _(
                        "%(label)s is missing. Fill in every figure of this one, or none. Nothing was stored.",
                        label=factor.label,
                    )
                }
            )
        if not factor.takes(filled[factor.name]):
            raise BadInput(**{field: _bounds(factor)})
    if confidence is not None and filled["confidence"] != confidence and not has_reason:
        raise BadInput(
            **{
                f"reason-{node_id}": _(
                    "The evidence proposes a confidence of %(percent)s%%. Say in your reason why you chose another. "
                    "Nothing was stored.",
                    percent=f"{confidence * 100:g}",
                )
            }
        )
    return {factor.name: float(filled[factor.name]) for factor in asked.factors}


def _bounds(factor: Factor) -> str:
    if factor.scale:
        allowed = either(factor.names or (f"{value:g}" for value in factor.scale))
        return _("%(label)s is %(allowed)s. Nothing was stored.", label=factor.label, allowed=allowed)
    if factor.is_above:
        return _("%(label)s must be above %(low)s. Nothing was stored.", label=factor.label, low=f"{factor.low:g}")
    return _(
        "%(label)s goes from %(low)s to %(high)s. Nothing was stored.",
        label=factor.label,
        low=f"{factor.low:g}",
        high=f"{factor.high:,.0f}",
    )


def _range(node_id: str, factor: Factor, given: Range) -> Range:
    low, likely, high = (float(value) for value in given)
    if not (factor.takes(low) and factor.takes(high) and low <= likely <= high):
        raise BadInput(
            **{
                f"{factor.name}-{node_id}": _(
                    "Write three numbers above 0 that do not fall: low, likely, high. Nothing was stored."
                )
            }
        )
    return low, likely, high


def _words(found: Round) -> str:
    return State(found.node.state).label.lower()
