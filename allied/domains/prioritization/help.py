"""Help for rounds of prioritizing."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "prioritization",
        _("A round asks both sides at once which of these should come first."),
        _("Each person hands in a ballot of their own; nobody reads one before the round is closed."),
        _("Closing it opens all ballots together, UX and Product side by side, and never as one average."),
        _("The order that comes out is advice with its spread; whoever decides says so and why."),
        terms=(_("Round"), _("Ballot"), _("Framework"), _("Reveal"), _("Side")),
    )
