"""How what happens to a finding reads in a history."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.words import _


def register() -> None:
    word("finding.fixed", _("fixed it: {how}"), icon="circle-check", tone="good")
    word("finding.reopened", _("opened it again"), icon="rotate-ccw", tone="warn")
