"""Which workspace and product a command is about. Nothing is made where it is missing."""

from django.db.models import Q

from allied.kernel.errors import BadInput
from allied.kernel.membership import command_line
from allied.kernel.people.models import Member, Product


def scope(*, workspace: str, product: str) -> tuple[Member, Product | None]:
    """The command line's member, and the product of that name or slug; None where no name is given.

    Raises:
        BadInput: there is no such workspace or product.
    """
    actor = command_line.member_in(workspace)
    if not product:
        return actor, None
    named = Q(name__iexact=product.strip()) | Q(slug=product.strip().lower())
    found = Product.objects.filter(named, workspace=actor.workspace).first()
    if found is None:
        known = ", ".join(Product.objects.filter(workspace=actor.workspace).values_list("name", flat=True)[:20])
        raise BadInput(product=f"There is no product “{product[:60]}”. Known here: {known}.")
    return actor, found
