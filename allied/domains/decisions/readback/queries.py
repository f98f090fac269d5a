"""Questions about predictions. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from markupsafe import Markup

from allied.domains.decisions.models import Prediction, PredictionState, Reading
from allied.domains.decisions.readback import rules
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import AlliedError, NotVisible
from allied.kernel.nodes.models import Node, readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _
from allied.web.charts.small import readback

State = PredictionState


@dataclass(frozen=True)
class Open:
    """What this actor may do with a prediction now."""

    read: bool
    supersede: bool
    dispute: bool
    withdraw_dispute: bool


def predictions(*, actor: Member) -> QuerySet[Prediction]:
    """The predictions that the actor may read, each with who said it, what it is about, and its readings."""
    found: QuerySet[Prediction] = Prediction.objects.visible_to(actor)
    kept = ("node__created_by", "node__product", "node__workspace", "about", "reads")
    return found.filter(node__archived_at=None).select_related(*kept).prefetch_related(_READINGS)


_READINGS = Prefetch("readings", Reading.objects.select_related("read_by", "disputed_by").order_by("-pk"))


def prediction_by_reference(reference: str, *, actor: Member) -> Prediction:
    """The prediction that reads like ``PRE-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = predictions(actor=actor).filter(referred(reference)).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def predicted_of(nodes: Sequence[Node]) -> dict[str, list[Prediction]]:
    """What is said of each of these nodes and stands, by node, earliest day first: two queries."""
    rows = Prediction.objects.filter(about__in=[node.pk for node in nodes], node__trashed_at=None)
    kept = rows.exclude(node__state=State.SUPERSEDED).select_related("node__created_by", "node__workspace", "reads")
    found: dict[str, list[Prediction]] = {}
    for one in kept.prefetch_related(_READINGS).order_by("read_on", "pk"):
        found.setdefault(one.about_id or "", []).append(one)
    return found


def due(actor: Member, today: date) -> QuerySet[Prediction]:
    """Those whose day has come and that the actor reads, or has to read again."""
    here = readable_one_by_one(actor, state__in=[State.OPEN, State.DISPUTED], archived_at=None)
    mine: QuerySet[Prediction] = Prediction.objects.filter(here, reads=actor, read_on__lte=today)
    return mine.filter(Q(node__workspace=actor.workspace_id, node__kind="prediction"))


def last_reading(found: Prediction) -> Reading | None:
    """The reading that counts. Ask with what ``predictions`` brings along."""
    return next(iter(found.readings.all()), None)


def open_to(found: Prediction, *, actor: Member) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    if not access.can(actor, Permission.DECISION_TAKE_PART, found.node):
        return Open(read=False, supersede=False, dispute=False, withdraw_dispute=False)
    today, last = today_in(actor.workspace), last_reading(found)
    return Open(
        read=_is_allowed(rules.check_can_read, found, actor, today=today),
        supersede=_is_allowed(rules.check_can_supersede, found, actor, today=today) and found.about is not None,
        dispute=_is_allowed(rules.check_can_dispute, found, last, actor),
        withdraw_dispute=_is_allowed(rules.check_can_withdraw_dispute, found, last, actor),
    )


def _is_allowed(check: object, *of: object, **more: object) -> bool:
    try:
        check(*of, **more)  # type: ignore[operator]
    except AlliedError:
        return False
    return True


@dataclass(frozen=True)
class Shown:
    """A prediction as it is read: what was said, by whom, and where it stands, in words and drawn."""

    prediction: Prediction
    expected: str
    voice: str
    outcome: str
    drawing: Markup


def shown(found: Prediction) -> Shown:
    return Shown(found, expected(found), voice(found), outcome(found), drawing(found))


def plain(value: Decimal) -> str:
    """12.5: as one types it."""
    whole = f"{value:f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def number(value: Decimal | None, unit: str = "") -> str:
    """12.5 %, 38,200 people."""
    return f"{Decimal(plain(value)):,f} {unit}".strip() if value is not None else ""


def expected(found: Prediction) -> str:
    """The range as one reads it: 20 to 30 %."""
    if found.low == found.high:
        return number(found.low, found.unit)
    return _("%(low)s to %(high)s", low=number(found.low), high=number(found.high, found.unit))


def voice(found: Prediction) -> str:
    """Who said it, and for whom."""
    name = found.node.created_by.name
    if found.voice == Prediction.Voice.TEAM:
        return _("%(name)s, for the team", name=name)
    if found.voice == Prediction.Voice.SIDE:
        return _("%(name)s, for %(side)s", name=name, side=Side(found.side).label)
    return name


def came(found: Prediction, said: Reading) -> str:
    """What a reading says, in words: hit or miss with figure, n and interval, and how late."""
    if said.figure is None:
        words = _("It could not be read, because: %(note)s", note=said.note)
    else:
        figure = _figure(found, said)
        if found.low <= said.figure <= found.high:
            words = _("Hit: %(figure)s lies in the range.", figure=figure)
        elif said.figure < found.low:
            words = _("Miss: %(figure)s lies below the range.", figure=figure)
        else:
            words = _("Miss: %(figure)s lies above the range.", figure=figure)
    return " ".join(str(part) for part in (words, _unsure(found, said), _late(found, said)) if part)


def _figure(found: Prediction, said: Reading) -> str:
    figure = number(said.figure, found.unit)
    if said.low is None:
        return _("%(figure)s (n = %(n)s, no interval given)", figure=figure, n=f"{said.n:,}")
    low, high = number(said.low), number(said.high, found.unit)
    return _("%(figure)s (%(low)s to %(high)s, n = %(n)s)", figure=figure, low=low, high=high, n=f"{said.n:,}")


def _unsure(found: Prediction, said: Reading) -> str:
    """Where the interval of the figure would allow the other verdict."""
    if said.figure is None or said.low is None or said.high is None:
        return ""
    is_hit = found.low <= said.figure <= found.high
    if is_hit and not (found.low <= said.low and said.high <= found.high):
        return _("Its interval reaches outside, so it is not certain.")
    if not is_hit and said.low <= found.high and said.high >= found.low:
        return _("Its interval reaches into the range, so it is not certain.")
    return ""


def _late(found: Prediction, said: Reading) -> str:
    days = (said.read_at.astimezone(found.node.workspace.zone).date() - found.read_on).days
    if days <= 0:
        return ""
    return _("Read 1 day late.") if days == 1 else _("Read %(days)s days late.", days=days)


def drawing(found: Prediction) -> Markup:
    """Said and read on one axis; it repeats what the words beside it say."""
    last = last_reading(found)
    if last is None or last.figure is None:
        return readback((float(found.low), float(found.high)), None)
    ends = (last.figure if last.low is None else last.low, last.figure if last.high is None else last.high)
    return readback((float(found.low), float(found.high)), (float(last.figure), float(ends[0]), float(ends[1])))


def outcome(found: Prediction) -> str:
    """Where it stands now, in one sentence."""
    last = last_reading(found)
    if found.node.state == State.SUPERSEDED:
        return _("Superseded before its day: it is not read.")
    if last is None:
        return _("To be read on %(day)s.", day=f"{found.read_on:%-d %b %Y}")
    said = came(found, last)
    if found.node.state == State.DISPUTED and last.disputed_by is not None:
        return _(
            "Disputed by %(name)s: %(reason)s Read was: %(said)s",
            name=last.disputed_by.name,
            reason=last.disputed_because,
            said=said,
        )
    return said
