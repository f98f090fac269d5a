"""The member as whom the command line acts: an owner who cannot sign in."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction

from allied.kernel import activity
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.membership.workspaces import add_product, make_workspace
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, User, Workspace

NAME = "Command line"


@transaction.atomic
def enter(*, slug: str, product_name: str) -> tuple[Member, Product]:
    """The command line's member in a workspace, and the product of that name; each made where it is missing.

    Without ``slug`` it is the only workspace that is no demo, or a new one where there is none.

    Raises:
        BadInput: there is no workspace of that name in addresses, or it is not clear which one is meant.
    """
    workspace = _workspace(slug) or make_workspace(name=product_name, product_name=product_name, time_zone="UTC")
    member = _member(workspace)
    product = Product.objects.filter(workspace=workspace, name__iexact=product_name.strip()).first()
    return member, product or add_product(product_name, actor=member)


@transaction.atomic
def member_in(slug: str) -> Member:
    """The command line's member in a workspace that stands already; the only one that is no demo, without ``slug``.

    Raises:
        BadInput: there is none, or it is not clear which one is meant.
    """
    workspace = _workspace(slug)
    if workspace is None:
        raise BadInput(workspace="There is no workspace yet. Run: allied serve, and set one up in the browser.")
    return _member(workspace)


@transaction.atomic
def make_reset_key(email: str) -> tuple[User, str]:
    """Make the secret of a password-reset link for anybody with an account here; every workspace of theirs notes it.

    Raises:
        NotVisible: nobody has an account with that address.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NotVisible(f"Nobody has an account with {email[:254]}. allied user list shows who has.")
    for member in Member.objects.filter(user=user, deactivated_at=None).select_related("workspace"):
        activity.record("member.reset_link_made", None, actor=_member(member.workspace), member=member.pk)
    return user, default_token_generator.make_token(user)


def _member(workspace: Workspace) -> Member:
    member, is_new = Member.objects.get_or_create(
        workspace=workspace, user=None, name=NAME, defaults={"role": Role.OWNER}
    )
    if is_new:
        activity.record("member.added", None, actor=member, member=member.pk)
    return member


def _workspace(slug: str) -> Workspace | None:
    if slug:
        found = Workspace.objects.filter(slug=slug).first()
        if found is None:
            raise BadInput(workspace=f"There is no workspace “{slug[:60]}”. Nothing was changed.")
        return found
    candidates = list(Workspace.objects.filter(is_demo=False).order_by("slug")[:20])
    if len(candidates) > 1:
        known = ", ".join(workspace.slug for workspace in candidates)
        raise BadInput(workspace=f"There are several workspaces. Name one with --workspace: {known}.")
    return candidates[0] if candidates else None
