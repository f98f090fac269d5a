"""What the state of a run or a theme allows."""

from __future__ import annotations

from allied.domains.themes.models import Run, State, Theme
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.models import Product
from allied.kernel.words import _

LEAST_ITEMS = 10


def check_granularity(granularity: float | None) -> None:
    if granularity is not None and not 0 <= granularity <= 1:
        raise BadInput(granularity=_("Granularity is a number from 0 (coarsest) to 1 (finest). Nothing was changed."))


def check_can_run(product: Product, items: int) -> None:
    """One run at a time, and enough to compare."""
    if Run.objects.filter(product=product, state=Run.State.RUNNING).exists():
        raise InvalidState(_("Themes of %(name)s are being sorted now. Wait until that is done.", name=product.name))
    if items < LEAST_ITEMS:
        raise InvalidState(
            _(
                "%(name)s has %(items)s pieces of feedback. Themes need at least %(least_items)s: "
                "import more, then run themes again.",
                name=product.name,
                items=items,
                least_items=LEAST_ITEMS,
            )
        )


def check_stands(theme: Theme) -> None:
    """Only a current theme is steered."""
    if theme.node.state != State.CURRENT:
        raise InvalidState(
            _(
                "%(reference)s is %(state_label)s. Nothing was changed.",
                reference=theme.node.reference,
                state_label=theme.node.state_label.lower(),
            )
        )


def check_can_merge(theme: Theme, into: Theme) -> None:
    check_stands(theme)
    check_stands(into)
    if theme.pk == into.pk:
        raise BadInput(
            into=_("%(reference)s cannot be merged into itself. Choose another theme.", reference=theme.node.reference)
        )
    if theme.node.product_id != into.node.product_id:
        raise BadInput(into=_("Both themes have to be about the same product. Nothing was changed."))


def check_can_undo(run: Run, latest: Run | None) -> None:
    """The newest run alone, and only while there is one before it."""
    if latest is None or run.pk != latest.pk:
        raise InvalidState(_("Only the last run can be undone. Nothing was changed."))
    before = Run.objects.filter(product=run.product_id, state=Run.State.DONE, number__lt=run.number)
    if not before.exists():
        raise InvalidState(_("This is the first run: there is none before it to go back to. Nothing was changed."))
