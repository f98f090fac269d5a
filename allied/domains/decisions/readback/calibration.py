"""How well a team, a side or a person foretells: of what was said with a probability, how much came, with its n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from markupsafe import Markup

from allied.domains.decisions.models import Prediction, PredictionState, ShownCalibration
from allied.domains.decisions.readback import queries
from allied.domains.decisions.readback.rules import CAME
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.charts.axis import Axis
from allied.web.charts.forest import Interval, forest

BANDS: Final = ((1, 49), (50, 69), (70, 84), (85, 99))  # percent; finer ones stay empty for years
LEAST_OF_A_BAND: Final = 5  # below that the interval of a share says nothing
LEAST_FOR_BRIER: Final = 10
CONFIDENCE: Final = 0.95
AXIS: Final = Axis(0, 100, 25)
BY: Final = {"team": _("Teams"), "side": _("Sides"), "person": _("People")}
Said = tuple[int, bool]  # the percent that was said, and whether it came


@dataclass(frozen=True)
class Band:
    """What was said with a probability of ``least`` to ``most`` percent. Percents of 100; None below the least n."""

    least: int
    most: int
    n: int
    hits: int
    said: float | None
    share: float | None
    low: float | None
    high: float | None

    @property
    def label(self) -> str:
        return f"{self.least}–{self.most} %"

    @property
    def words(self) -> str:
        """The verdict, which never says more than the interval."""
        if not self.n:
            return _("Nothing was said with this probability yet.")
        if self.share is None or self.low is None or self.high is None or self.said is None:
            return _(
                "%(hits)s of %(n)s came. Too few for a share: it takes %(least)s.",
                hits=self.hits,
                n=self.n,
                least=LEAST_OF_A_BAND,
            )
        told = _(
            "%(hits)s of %(n)s came: %(share)s %% (%(low)s to %(high)s %%), said were %(said)s %%.",
            hits=self.hits,
            n=self.n,
            share=f"{self.share:.0f}",
            low=f"{self.low:.0f}",
            high=f"{self.high:.0f}",
            said=f"{self.said:.0f}",
        )
        if self.low <= self.said <= self.high:
            return f"{told} {_('That fits.')}"
        more = _("More came than was said.") if self.share > self.said else _("Less came than was said.")
        return f"{told} {more}"


@dataclass(frozen=True)
class Calibration:
    """Of one team, side or person. ``brier`` and ``unread`` are sentences; ``is_yours``: of the reader alone."""

    key: str
    label: str
    n: int
    hits: int
    bands: tuple[Band, ...]
    brier: float | None
    brier_words: str
    unread: str
    is_yours: bool = False

    @property
    def chart(self) -> Markup:
        """The bands that have enough, on one axis; nothing where none has."""
        rows = [
            Interval(_("Said %(said)s %%", said=f"{band.said:.0f}"), band.share, band.low, band.high, band.n)
            for band in self.bands
            if band.said is not None and band.share is not None and band.low is not None and band.high is not None
        ]
        if not rows:
            return Markup()
        return forest(
            f"calibration-{self.key}",
            rows,
            title=_("Share that came, by the probability that was said"),
            takeaway=_("%(hits)s of %(n)s that were read came.", hits=self.hits, n=self.n),
            description=_("Each row is one band of probabilities with its 95 % Wilson interval."),
            axis=AXIS,
            unit="%",
            digits=0,
            counted=_("Predictions"),
            level=3,
        )


def calibrations(by: str, *, actor: Member) -> list[Calibration]:
    """Of the teams, of both sides and the others, or of the people who show theirs and the reader."""
    rows = list(_rows(actor))
    if by == "side":
        own = [one for one in rows if one.voice != Prediction.Voice.TEAM]
        return [_of(side.value, side.label, [one for one in own if one.side == side]) for side in Side]
    if by == "person":
        return _of_people([one for one in rows if one.voice == Prediction.Voice.PERSON], actor)
    products = {one.node.product_id: one.node.product for one in rows}
    named = {pk: str(product) if product else _("No product") for pk, product in products.items()}
    return [
        _of(f"team-{pk or 0}", label, [one for one in rows if one.node.product_id == pk])
        for pk, label in sorted(named.items(), key=lambda each: (each[0] is None, str(each[1])))
    ]


def _rows(actor: Member) -> QuerySet[Prediction]:
    """Those whose day has come and that were not superseded before it."""
    return queries.predictions(actor=actor).exclude(node__state=PredictionState.SUPERSEDED).prefetch_related(None)


def _of_people(rows: Sequence[Prediction], actor: Member) -> list[Calibration]:
    shown = set(ShownCalibration.objects.filter(member__workspace=actor.workspace_id).values_list("member", flat=True))
    people = {one.node.created_by_id: one.node.created_by for one in rows}
    people.setdefault(actor.pk, actor)
    told = [one for one in people.values() if one.pk in shown or one.pk == actor.pk]
    return [
        _of(
            f"person-{one.pk}",
            one.name,
            [row for row in rows if row.node.created_by_id == one.pk],
            is_yours=one.pk == actor.pk and one.pk not in shown,
        )
        for one in sorted(told, key=lambda each: (each.pk != actor.pk, each.name, each.pk))
    ]


def _of(key: str, label: str, rows: Iterable[Prediction], *, is_yours: bool = False) -> Calibration:
    states = [(one.percent, one.node.state) for one in rows]
    said = [(percent, state == PredictionState.HIT) for percent, state in states if state in CAME]
    hits = sum(came for __, came in said)
    brier, words = _brier(said)
    unread = sum(state == PredictionState.UNREADABLE for __, state in states)
    disputed = sum(state == PredictionState.DISPUTED for __, state in states)
    bands = tuple(_band(least, most, said) for least, most in BANDS)
    return Calibration(key, label, len(said), hits, bands, brier, words, _left_out(unread, disputed), is_yours)


def _band(least: int, most: int, said: Sequence[Said]) -> Band:
    inside = [each for each in said if least <= each[0] <= most]
    n, hits = len(inside), sum(came for __, came in inside)
    if n < LEAST_OF_A_BAND:
        return Band(least, most, n, hits, None, None, None, None)
    from allied.stats.proportions import wilson  # noqa: PLC0415  brings scipy

    low, high = wilson(hits, n, CONFIDENCE)
    return Band(least, most, n, hits, sum(each[0] for each in inside) / n, 100 * hits / n, 100 * low, 100 * high)


def _brier(said: Sequence[Said]) -> tuple[float | None, str]:
    if len(said) < LEAST_FOR_BRIER:
        few, least = len(said), LEAST_FOR_BRIER
        return None, _("No Brier score below %(least)s that were read; these are %(few)s.", least=least, few=few)
    from allied.stats import brier_score, words  # noqa: PLC0415  brings scipy

    score = brier_score([percent / 100 for percent, __ in said], [int(came) for __, came in said])
    return score.brier, words(score)


def _left_out(unread: int, disputed: int) -> str:
    """What counts for nothing here, so that nobody takes it for a hit."""
    parts = []
    if unread:
        parts.append(_("1 could not be read.") if unread == 1 else _("%(n)s could not be read.", n=unread))
    if disputed:
        parts.append(_("1 is disputed.") if disputed == 1 else _("%(n)s are disputed.", n=disputed))
    return " ".join(map(str, parts))
