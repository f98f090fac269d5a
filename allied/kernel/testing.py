"""Builders for tests. They call actions, so what they make is always a legal state."""

from __future__ import annotations

import itertools

from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member, Product, User, Workspace

_count = itertools.count(1)


def make_workspace(name: str = "Studio", *, time_zone: str = "Europe/London") -> Workspace:
    """A workspace with one product, Borrow."""
    workspace = Workspace.objects.create(slug=f"studio-{next(_count)}", name=name, time_zone=time_zone)
    Product.objects.create(workspace=workspace, slug="borrow", name="Borrow")
    return workspace


def make_member(
    role: str = Role.EDITOR,
    *,
    like: Member | None = None,
    workspace: Workspace | None = None,
    discipline: str = Discipline.UX_RESEARCH,
    name: str = "",
) -> Member:
    """A member with an account; ``like`` puts them into that member's workspace, else a new one."""
    number = next(_count)
    home = workspace or (like.workspace if like else make_workspace())
    user = User.objects.create_user(f"person-{number}@example.com", "correct horse battery", name=name)
    return Member.objects.create(
        workspace=home, user=user, role=role, discipline=discipline, name=name or f"Person {number}"
    )


def product_of(member: Member) -> Product:
    """The first product of the member's workspace."""
    return Product.objects.filter(workspace=member.workspace).order_by("pk")[0]
