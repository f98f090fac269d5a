"""What a question may be limited to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from allied.domains.feedback.models import Feedback
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Product
from allied.kernel.thread.levels import Level
from allied.kernel.words import _

PERIODS = {"": _("any time"), "90": _("the last 90 days"), "365": _("the last year"), "730": _("the last 2 years")}
STRENGTHS = {
    "": _("any strength"),
    **{level.value: _("%(label)s or stronger", label=level.label.lower()) for level in list(Level)[1:]},
}


@dataclass(frozen=True)
class Filters:
    """``days`` back from now, 0 for any time; ``strength`` is the least level of a claim, "" for any."""

    product: Product | None = None
    source: str = ""
    segment: tuple[str, str] | None = None
    days: int = 0
    strength: str = ""

    @property
    def narrows(self) -> bool:
        """Whether some evidence of the product is left out."""
        return bool(self.source or self.segment or self.days)

    @property
    def is_set(self) -> bool:
        return self.narrows or bool(self.strength)

    def accept(self, ids: Collection[str]) -> set[str]:
        """Which of these nodes pass."""
        found = Feedback.objects.filter(pk__in=ids)
        if self.source:
            found = found.filter(source=self.source)
        if self.segment:
            name, value = self.segment
            found = found.annotate(asked_segment=KeyTransform(name, "segments")).filter(asked_segment=value)
        if self.days:
            found = found.filter(received_at__gte=timezone.now() - timedelta(days=self.days))
        return set(found.values_list("pk", flat=True))

    def carries(self, level: str) -> bool:
        """Whether a claim of this level is strong enough."""
        return not self.strength or Level(level) >= Level(self.strength)


def filters_of(
    *, product: Product | None = None, source: str = "", segment: str = "", days: int = 0, strength: str = ""
) -> Filters:
    """The filters as a program or a command names them; ``segment`` reads like "plan: pro".

    Raises:
        BadInput: there is no such strength, or the segment has no value.
    """
    name, __, value = (part.strip() for part in segment.partition(":"))
    if segment and not (name and value):
        raise BadInput(segment=_("Name a segment and its value, such as plan: pro."))
    if strength not in STRENGTHS:
        raise BadInput(
            strength=_(
                "There is no such strength. Choose one of %(filter)s.", filter=", ".join(filter(None, STRENGTHS))
            )
        )
    return Filters(
        product=product, source=source, segment=(name, value) if value else None, days=days, strength=strength
    )
