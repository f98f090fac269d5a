"""The fields that every kind of the thread has, and those of claims, so that they read and work alike in every list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import Q
from markupsafe import Markup

from allied.kernel.labels import queries as kernel
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import members
from allied.kernel.thread.levels import Level
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.jinja import macro, node_url
from allied.web.lists.fields import Field, Kind, people


class OfNode(Protocol):
    """A row that stands for one node."""

    @property
    def node(self) -> Node: ...


def title(label: str, *, sort_words: str = _("from A to Z"), note: str = "") -> Field[Any]:
    """The first column: the reference and the title, which leads to the record."""
    return Field(
        "title",
        label,
        Kind.TEXT,
        read=lambda row: row.node.title,
        path="node__title",
        sort_words=sort_words,
        draw=lambda row: named(row.node, getattr(row, note) if note else ""),
        can_group=False,
    )


def named(node: Node, note: str = "") -> Markup:
    """The reference of a node and its title as a link; struck through when it has ended."""
    return macro("named", node, node_url(node), note)


def reference() -> Field[Any]:
    return Field("reference", _("Reference"), Kind.TEXT, read=lambda row: row.node.reference)


def state(kind: str, draw: Callable[[Any], Markup] | None = None) -> Field[Any]:
    words: Mapping[str, str] = KINDS[kind].states
    return Field(
        "state",
        _("State"),
        Kind.CHOICE,
        read=lambda row: row.node.state_label,
        path="node__state",
        options=words,
        draw=draw,
    )


def product(products: list[Product]) -> Field[Any]:
    """Which product it is about. Without one it is about the whole workspace."""
    return Field(
        "product",
        _("Product"),
        Kind.CHOICE,
        read=lambda row: row.node.product.name if row.node.product else None,
        path="node__product",
        options={str(one.pk): one.name for one in products},
        sort=("node__product__name",),
        is_row=True,
        nothing=_("Whole workspace"),
    )


def author(request: MemberRequest, label: str = _("Author")) -> Field[Any]:
    return Field(
        "author",
        label,
        Kind.PERSON,
        read=lambda row: row.node.created_by,
        path="node__created_by",
        options=team(request.member),
        sort=("node__created_by__name",),
    )


def team(member: Member) -> Any:
    """The options of a field that names a member, asked for when they are first needed."""
    return lambda: people(list(members(actor=member)), member)


def labels(request: MemberRequest) -> Field[Any]:
    """The workspace's own labels: one query for a page, where they are a column."""
    return Field(
        "labels",
        _("Labels"),
        Kind.LABELS,
        read=lambda row: [label.name for label in getattr(row.node, "labels_found", ())],
        options=lambda: {str(one.pk): one.name for one in kernel.labels(actor=request.member)},
        narrow=_labelled,
        load=_load_labels,
    )


def _labelled(operator: str, value: Any) -> Q:
    if operator in ("empty", "filled"):
        labelled = kernel.is_labelled()
    else:
        labelled = kernel.labelled([int(value)] if str(value).isdigit() else [])
    return ~labelled if operator in ("empty", "not") else labelled


def _load_labels(rows: Sequence[OfNode]) -> None:
    found = kernel.labels_of([row.node for row in rows])
    for row in rows:
        row.node.labels_found = found[row.node.pk]  # type: ignore[attr-defined]  # read by the field above


def added(label: str = _("Added")) -> Field[Any]:
    return _moment("added", label, "created_at", _("newest first"))


def changed() -> Field[Any]:
    return _moment("changed", _("Changed"), "updated_at", _("changed last first"))


def _moment(key: str, label: str, name: str, words: str) -> Field[Any]:
    return Field(
        key,
        label,
        Kind.DATE,
        read=lambda row: getattr(row.node, name),
        path=f"node__{name}",
        sort_words=words,
        is_moment=True,
    )


def claim() -> list[Field[Any]]:
    """How sure we are, and by how many people."""
    return [
        Field(
            "strength",
            _("Strength"),
            Kind.CHOICE,
            read=lambda row: row.strength.level.label,
            path="node__strength__level",
            options={level.value: level.label for level in Level},
            sort=("-node__strength__s", "node__strength__c"),
            sort_words=_("strongest first"),
            draw=lambda row: macro("strength", row.strength),
        ),
        Field(
            "people",
            _("People"),
            Kind.NUMBER,
            read=lambda row: row.strength.people_for,
            path="node__strength__people_for",
            sort_words=_("most people first"),
            draw=lambda row: macro("for_and_against", row.strength.people_for, row.strength.people_against),
        ),
        Field(
            "against",
            _("People who disagree"),
            Kind.NUMBER,
            read=lambda row: row.strength.people_against,
            path="node__strength__people_against",
            sort_words=_("most disagreement first"),
        ),
        Field(
            "newest", _("Newest evidence"), Kind.DATE, read=lambda row: row.strength.newest_on, nothing=_("None yet")
        ),
    ]
