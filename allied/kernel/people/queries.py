"""Questions about people that come before an actor is known."""

from __future__ import annotations

from django.db.models import QuerySet

from allied.kernel.people.models import Member, Preferences, Product, User


def member_for(user: User, workspace_slug: str) -> Member | None:
    """The active membership of ``user`` in that workspace, with its workspace and preferences, or None."""
    return (
        Member.objects.select_related("workspace", "user__preferences")
        .filter(user=user, workspace__slug=workspace_slug, deactivated_at=None)
        .first()
    )


def preferences_of(user: User | None) -> Preferences:
    """What a person prefers; where they never said, what holds for everyone."""
    if user is None:
        return Preferences()
    return getattr(user, "preferences", None) or Preferences(user=user)


def memberships(user: User) -> QuerySet[Member]:
    """Every active membership of a person, by the name of the workspace."""
    return Member.objects.select_related("workspace").filter(user=user, deactivated_at=None).order_by("workspace__name")


def join_members(found: object, *fields: str, actor: Member) -> None:
    """Put the members into these foreign keys of one object: one query at most, and none where all is the actor's.

    A join for each of six takes PostgreSQL longer to plan than a record's other questions together.
    """
    ids = {name: getattr(found, f"{name}_id") for name in fields}
    known = Member.objects.in_bulk(set(ids.values()) - {None, actor.pk}) | {actor.pk: actor}
    for name, number in ids.items():
        setattr(found, name, known.get(number))


def members(*, actor: Member) -> QuerySet[Member]:
    """All members of the actor's workspace, active ones first, then by name."""
    return (
        Member.objects.filter(workspace_id=actor.workspace_id)
        .select_related("user__preferences")
        .order_by("deactivated_at", "name", "pk")
    )


def product_by_id(product_id: str, *, actor: Member) -> Product | None:
    """The product of the actor's workspace with that id as text; None for an empty one, or for one that is gone."""
    return products(actor=actor).filter(pk=int(product_id)).first() if product_id else None


def products(*, actor: Member) -> QuerySet[Product]:
    """The products of the actor's workspace, by name."""
    return Product.objects.filter(workspace_id=actor.workspace_id).order_by("name")


def products_once(actor: Member) -> list[Product]:
    """The same for a page that asks in several places: read once as long as this ``actor`` is in hand."""
    if "_products" not in vars(actor):
        vars(actor)["_products"] = list(products(actor=actor))
    found: list[Product] = vars(actor)["_products"]
    return found
