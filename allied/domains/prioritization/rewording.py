"""The texts of a round whose history is kept. A draft is edited whole, in its own form."""

from __future__ import annotations

from allied.domains.prioritization import queries
from allied.kernel.words import _
from allied.web import rewording


def register() -> None:
    labels = {"question": _("Question"), "purpose": _("Purpose")}
    rewording.register("round", queries.round_by_reference, labels)
