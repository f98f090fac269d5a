"""What every slice shows alike: nodes, people, products, strength. Mapped field by field, never by reflection."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.words import words

ADDRESSES = {
    "feedback": "feedback",
    "insight": "insights",
    "opportunity": "opportunities",
    "outcome": "outcomes",
    "solution": "solutions",
    "assumption": "assumptions",
    "experiment": "experiments",
    "item": "items",
    "release": "releases",
    "finding": "findings",
    "round": "rounds",
    "decision": "decisions",
    "meeting": "meetings",
    "prediction": "predictions",
    "page": "pages",
}


class MemberRef(Schema):
    """A member by number and name."""

    id: int
    name: str


class NodeRef(Schema):
    """An object by its names; ``href`` is where the API has all of it."""

    id: str
    reference: str
    kind: str
    title: str
    state: str
    href: str


class StrengthShape(Schema):
    """Evidence strength as the formula worked it out; it is never typed in."""

    level: str = Field(description="assumption, anecdotal, emerging, supported or strong")
    flag: str = Field(description="contested, contradicted, or nothing")
    s: int = Field(description="What stands for it, in thousandths of a person.")
    c: int = Field(description="What stands against it, in thousandths of a person.")
    people_for: int
    people_against: int
    valid_until: date | None = Field(description="The day on which age may lower it next.")
    words: str = Field(description="The reasons, and what the next level needs.")
    formula_version: int


class NodeShape(NodeRef):
    """Any object of the thread, by what all of them have."""

    product: str | None
    strength: StrengthShape | None = Field(description="Of claims only.")
    created_at: datetime
    created_by: MemberRef
    updated_at: datetime
    archived_at: datetime | None
    page: str = Field(description="The address of its page for people.")


def member_ref(member: Member) -> MemberRef:
    return MemberRef(id=member.pk, name=member.name)


def member_or_none(member: Member | None) -> MemberRef | None:
    return None if member is None else member_ref(member)


def slug_of(product: Product | None) -> str | None:
    return None if product is None else product.slug


def href(node: Node) -> str:
    """Where the API has the object."""
    return f"/api/v1/{ADDRESSES.get(node.kind, 'nodes')}/{node.reference}"


def node_ref(node: Node) -> NodeRef:
    return NodeRef(
        id=node.pk, reference=node.reference, kind=node.kind, title=node.title, state=node.state, href=href(node)
    )


def node_ref_or_none(node: Node | None) -> NodeRef | None:
    return None if node is None else node_ref(node)


def node_shape(node: Node, strength: Strength | None, *, actor: Member, today: date) -> NodeShape:
    """``node`` comes with its product and who created it."""
    return NodeShape(
        **node_ref(node).model_dump(),
        product=slug_of(node.product),
        strength=None if strength is None else strength_shape(strength, today=today),
        created_at=node.created_at,
        created_by=member_ref(node.created_by),
        updated_at=node.updated_at,
        archived_at=node.archived_at,
        page=page_of(node, actor),
    )


def page_of(node: Node, actor: Member) -> str:
    """The address of the object's page for people."""
    return url_of(node, workspace_slug=actor.workspace.slug)


def strength_shape(strength: Strength, *, today: date) -> StrengthShape:
    return StrengthShape(
        level=strength.level.value,
        flag=strength.flag.value,
        s=strength.s,
        c=strength.c,
        people_for=strength.people_for,
        people_against=strength.people_against,
        valid_until=strength.valid_until,
        words=str(words(strength, today=today)),
        formula_version=strength.formula_version,
    )
