"""How the result of an experiment reads: what it says, of how many, and how sure the share is."""

from __future__ import annotations

from allied.domains.discovery.models import Experiment, Result
from allied.kernel.words import _


def said_in_short(result: str, n: int, bore_out: int | None) -> str:
    """ "Supports it, 7 of 9", or with n alone where nobody counted."""
    label = Result(result).label
    if bore_out is None:
        return _("%(label)s, n %(n)s", label=label, n=n)
    return _("%(label)s, %(x)s of %(n)s", label=label, x=bore_out, n=n)


def share_words(experiment: Experiment) -> str:
    """ "(78%, 95% range 45% to 94%)" for who bore it out, by adjusted Wald; "" where nobody counted."""
    if experiment.bore_out is None or not experiment.n:
        return ""
    from allied.stats.task_success import completion_rate_ci  # noqa: PLC0415  brings scipy

    found = completion_rate_ci(experiment.bore_out, experiment.n)
    return _(
        "(%(share)s%%, 95%% range %(low)s%% to %(high)s%%)",
        share=round(100 * found.rate),
        low=round(100 * found.lower),
        high=round(100 * found.upper),
    )
