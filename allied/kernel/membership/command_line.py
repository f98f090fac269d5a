"""The member as whom the command line acts: an owner who cannot sign in."""

from __future__ import annotations

from django.db import transaction

from allied.kernel import activity
from allied.kernel.errors import BadInput
from allied.kernel.membership.workspaces import add_product, make_workspace
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, Workspace

NAME = "Command line"


@transaction.atomic
def enter(*, slug: str, product_name: str) -> tuple[Member, Product]:
    """The command line's member in a workspace, and the product of that name; each made where it is missing.

    Without ``slug`` it is the only workspace that is no demo, or a new one where there is none.

    Raises:
        BadInput: there is no workspace of that name in addresses, or it is not clear which one is meant.
    """
    workspace = _workspace(slug, product_name)
    member, is_new = Member.objects.get_or_create(
        workspace=workspace, user=None, name=NAME, defaults={"role": Role.OWNER}
    )
    if is_new:
        activity.record("member.added", None, actor=member, member=member.pk)
    product = Product.objects.filter(workspace=workspace, name__iexact=product_name.strip()).first()
    return member, product or add_product(product_name, actor=member)


def _workspace(slug: str, product_name: str) -> Workspace:
    if slug:
        found = Workspace.objects.filter(slug=slug).first()
        if found is None:
            raise BadInput(workspace=f"There is no workspace “{slug[:60]}”. Nothing was changed.")
        return found
    candidates = list(Workspace.objects.filter(is_demo=False).order_by("slug")[:20])
    if len(candidates) > 1:
        known = ", ".join(workspace.slug for workspace in candidates)
        raise BadInput(workspace=f"There are several workspaces. Name one with --workspace: {known}.")
    return (
        candidates[0] if candidates else make_workspace(name=product_name, product_name=product_name, time_zone="UTC")
    )
