"""From what an address or a body names to the object, in the token's workspace alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allied.kernel.disposal.queries import what_remains
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import NOT_HERE, node_by_id, node_by_reference
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import members

T = TypeVar("T")


def reference_of(name: str, kind: str, *, actor: Member) -> str:
    """The reference of the object that is named by its id or its reference.

    Raises:
        NotVisible: there is none of that kind in the actor's workspace.
    """
    if is_reference(name):
        if BY_LETTERS[name.partition("-")[0].upper()].name != kind:
            raise NotVisible(NOT_HERE)
        return name.upper()
    node = node_by_id(name, actor=actor)
    if node.kind != kind:
        raise NotVisible(NOT_HERE)
    return node.reference


def node_named(name: str, *, actor: Member) -> Node:
    """Any object, by id or reference.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    return node_by_reference(name, actor=actor) if is_reference(name) else node_by_id(name, actor=actor)


def node_or_remaining(name: str, *, actor: Member) -> Node:
    """The same for reading: an object that was merged leads to the one that remains.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    try:
        return node_named(name, actor=actor)
    except NotVisible as refusal:
        try:
            return what_remains(name, actor=actor)
        except NotVisible:
            raise refusal from None


def node_in_body(name: str, *, field: str, actor: Member) -> Node:
    """The object that a body names.

    Raises:
        BadInput: by ``field``: there is none in the actor's workspace.
    """
    try:
        return node_named(name, actor=actor)
    except NotVisible:
        raise BadInput(**{field: f"There is no {name[:40]} in this workspace. Nothing was changed."}) from None


def in_body(find: Callable[[], T], *, field: str) -> T:
    """What a body names, found by ``find``; where it is not there, the field is wrong, not the address.

    Raises:
        BadInput: by ``field``.
    """
    try:
        return find()
    except NotVisible as refusal:
        raise BadInput(**{field: str(refusal)}) from None


def product_in_body(slug: str | None, *, actor: Member) -> Product | None:
    """The product with that slug; None for the whole workspace.

    Raises:
        BadInput: there is none.
    """
    if slug is None:
        return None
    found = Product.objects.filter(workspace_id=actor.workspace_id, slug=slug).first()
    if found is None:
        raise BadInput(product=f"There is no product “{slug[:60]}” in this workspace. /products lists them.")
    return found


def is_reference(name: str) -> bool:
    """Whether the name reads like INS-12."""
    letters, dash, number = name.partition("-")
    return bool(dash) and letters.upper() in BY_LETTERS and number.isascii() and number.isdigit()


def product_filter(slug: str, *, actor: Member) -> Product:
    """The product that a filter names.

    Raises:
        BadInput: there is none.
    """
    found = product_in_body(slug, actor=actor)
    assert found is not None  # noqa: S101  only None stands for no product
    return found


def member_in_body(number: int | None, field: str, *, actor: Member) -> Member | None:
    """The member with that number; None for nobody.

    Raises:
        BadInput: by ``field``: there is none in the actor's workspace.
    """
    if number is None:
        return None
    found = members(actor=actor).filter(pk=number).first()
    if found is None:
        raise BadInput(
            **{field: "There is no such member in this workspace. /members lists them. Nothing was changed."}
        )
    return found
