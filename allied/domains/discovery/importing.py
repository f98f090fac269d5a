"""Opportunities as a target of imports: each row is a need of people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from allied.domains.discovery.actions import CONCERNS_LENGTH, DESCRIPTION_LENGTH, edit_opportunity, said
from allied.domains.discovery.models import Opportunity
from allied.kernel import access, bulk
from allied.kernel.access import Permission
from allied.kernel.importing.fields import Field, FieldKind, joins_of, vocabulary_of
from allied.kernel.importing.records import Records, Values
from allied.kernel.importing.targets import Join
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index_new
from allied.kernel.thread import strength
from allied.kernel.words import _

FIELDS = (
    Field(
        "title",
        _("Opportunity"),
        FieldKind.LINE,
        TITLE_LENGTH,
        ("opportunity", "title", "name", "need", "problem", "pain point", "summary", "idea", "feature"),
        required=_("No column holds the opportunity. Choose the one that says in a line what people need."),
    ),
    Field(
        "description",
        _("Description"),
        limit=DESCRIPTION_LENGTH,
        known_as=("description", "details", "content", "body", "notes", "text", "summary"),
    ),
    Field(
        "concerns",
        _("Who it concerns"),
        FieldKind.LINE,
        CONCERNS_LENGTH,
        ("who", _("who it concerns"), "concerns", "segment", "persona", "audience"),
    ),
    Field(
        "part_of",
        _("Part of this opportunity"),
        FieldKind.LINK,
        known_as=("part of", "parent", "parent key", "parent id", "parent name", "parent feature", "epic"),
        join=Join("part_of", ("opportunity",)),
    ),
    Field(
        "supported_by",
        _("Supported by this feedback or these insights"),
        FieldKind.LINK,
        known_as=(_("supported by"), "evidence", "insights", "notes ids", "linked notes"),
        join=Join("supports", ("insight", "feedback"), is_source=True),
    ),
)


@transaction.atomic
def frame_many(rows: Sequence[Values], product: Product, actor: Member) -> list[Node]:
    """Frame an opportunity for each row, in a fixed number of statements.

    Raises:
        Denied: the actor may not add opportunities.
    """
    access.require(actor, Permission.OPPORTUNITY_FRAME)
    strength.serialize(actor.workspace_id)
    made = nodes.create_many("opportunity", titles=[row["title"] for row in rows], actor=actor, product=product)
    texts = [{name: row.get(name, "") for name in ("description", "concerns")} for row in rows]
    bulk.insert([Opportunity(node=node, **said) for node, said in zip(made, texts, strict=True)])
    index_new(zip(made, (said.values() for said in texts), strict=True))
    strength.refresh(made)
    return made


def current(node_ids: Collection[str]) -> dict[str, Values]:
    """What opportunities say, by field."""
    return {each.pk: _said(each) for each in Opportunity.objects.filter(pk__in=node_ids).select_related("node")}


def change(node: Node, values: Values, actor: Member) -> None:
    """Reword an opportunity."""
    found = Opportunity.objects.select_related("node__product").get(pk=node.pk)
    edit_opportunity(found, **{**_said(found), **values}, actor=actor, product=found.node.product)


def _said(opportunity: Opportunity) -> Values:
    return {name: text for name, text in said(opportunity).items() if name != "product"}


TARGET = Records(
    name="opportunity",
    label=_("Opportunities"),
    noun=(_("opportunity"), _("opportunities")),
    icon="door-open",
    hint=_("What people need: requests, pains, wishes."),
    needs=(Permission.FEEDBACK_IMPORT, Permission.OPPORTUNITY_EDIT),
    vocabulary=vocabulary_of(FIELDS),
    telling=("title", "description"),
    list_url="discovery:list",
    joins=joins_of(FIELDS),
    fields=FIELDS,
    add=frame_many,
    current=current,
    change=change,
)
