"""The part of the coverage page that says whose words are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from allied.domains.feedback.heard import Heard, heard, silent, unused
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import LONG
from allied.kernel.words import _
from allied.web.formats import number, plural

SHOWN: Final = 12


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
