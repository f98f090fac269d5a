"""The part of the coverage page that says whose words are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from allied.domains.feedback.heard import Heard, heard, silent, unused
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.coverage import Covered, coverage
from allied.kernel.thread.gaps import LONG
from allied.kernel.words import _
from allied.web.formats import number, plural

SHOWN: Final = 12
NAMED: Final = 2


@dataclass(frozen=True)
class Voices:
    """The segments with something missing, longest silent first, and what to say of all of them."""

    known: int
    silent: int
    unused: int
    missing: list[Heard]
    slug: str

    @property
    def shown(self) -> list[Heard]:
        return self.missing[:SHOWN]

    @property
    def further(self) -> list[Heard]:
        return self.missing[SHOWN:]

    @property
    def words(self) -> str:
        """What is missing in one sentence, each number out of all."""
        return _(
            "No feedback for %(days)s days: %(silent)s of %(known)s. In no insight: %(unused)s. "
            "What colleagues passed on is not counted.",
            days=LONG.days,
            silent=number(self.silent),
            known=plural(self.known, "segment"),
            unused=number(self.unused),
        )

    def url_of(self, one: Heard) -> str:
        """The feedback of a segment, last received first."""
        where = urlencode({"where": f"segment.{one.name}~is~{one.value}"})
        return f"{reverse('feedback:list', kwargs={'workspace': self.slug})}?{where}"


def voices(actor: Member, product: Product | None) -> Voices:
    """Whose words are missing in a product, or in all of them."""
    found = heard(actor, product=product)
    missing = [one for one in found if one.is_silent or not one.in_insights]
    return Voices(len(found), len(silent(found)), len(unused(found)), missing, actor.workspace.slug)


@dataclass(frozen=True)
class InShort:
    """One line over a list of claims: who was not heard from, and how much feedback bears on no claim."""

    known: int
    silent: list[Heard]
    unused: Covered

    @property
    def segments(self) -> str:
        """“2 of 7 segments not heard from for 60 days: Branch: Lambourn, Age: 65+.”"""
        if not self.silent:
            return _("All %(known)s heard from within %(days)s days.", known=self._known, days=LONG.days)
        return _(
            "%(silent)s of %(known)s not heard from for %(days)s days, or ever: %(names)s.",
            silent=number(len(self.silent)),
            known=self._known,
            days=LONG.days,
            names=self._names,
        )

    @property
    def evidence(self) -> str:
        """“14 of 120 pieces of feedback are in no claim.”"""
        return _(
            "%(unused)s of %(total)s of feedback bear on no claim.",
            unused=number(self.unused.found.count),
            total=plural(self.unused.total, "piece"),
        )

    @property
    def _known(self) -> str:
        return plural(self.known, "segment")

    @property
    def _names(self) -> str:
        names = ", ".join(map(str, [one.words for one in self.silent[:NAMED]]))
        more = len(self.silent) - NAMED
        return _("%(names)s and %(more)s more", names=names, more=number(more)) if more > 0 else names


def in_short(actor: Member, product: Product | None) -> InShort:
    """What the coverage page says of voices and feedback, in a line."""
    found = heard(actor, product=product)
    unused_ = next(one for one in coverage(actor, product=product, shown=0) if one.gap.name == "feedback_without_use")
    return InShort(len(found), silent(found), unused_)
