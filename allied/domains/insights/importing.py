"""Insights as a target of imports: each row is a claim, as a draft."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from allied.domains.insights.actions import TEXTS, Wording, edit_insight, said
from allied.domains.insights.models import SCOPE_LENGTH, SUMMARY_LENGTH, Insight
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
        "claim",
        _("Claim"),
        FieldKind.LINE,
        TITLE_LENGTH,
        ("claim", "insight", "title", "name", "finding", "key finding", "headline", "summary"),
        required=_("No column holds the claim. Choose the one that says in a line what you hold to be true."),
    ),
    Field(
        "summary",
        _("Summary"),
        limit=SUMMARY_LENGTH,
        known_as=("summary", "description", "details", "content", "body", "notes", "text"),
    ),
    Field("scope", _("For whom and when it holds"), limit=SCOPE_LENGTH, known_as=("scope", "segment", "audience")),
    Field("what_would_change", _("What would change our mind"), limit=SCOPE_LENGTH, known_as=("what would change",)),
    Field(
        "supports",
        _("Supports these opportunities"),
        FieldKind.LINK,
        known_as=("supports", "opportunity", "opportunities"),
        join=Join("supports", ("opportunity",)),
    ),
    Field(
        "evidence",
        _("Supported by this feedback or these insights"),
        FieldKind.LINK,
        known_as=("evidence", _("supported by"), "highlights"),
        join=Join("supports", ("feedback", "insight"), is_source=True),
    ),
)


@transaction.atomic
def draft_many(rows: Sequence[Values], product: Product, actor: Member) -> list[Node]:
    """Draft a claim for each row, in a fixed number of statements.

    Raises:
        Denied: the actor may not draft insights.
    """
    access.require(actor, Permission.INSIGHT_DRAFT)
    strength.serialize(actor.workspace_id)
    made = nodes.create_many("insight", titles=[row["claim"] for row in rows], actor=actor, product=product)
    texts = [{name: row.get(name, "") for name in TEXTS} for row in rows]
    bulk.insert([Insight(node=node, **said) for node, said in zip(made, texts, strict=True)])
    index_new(zip(made, (said.values() for said in texts), strict=True))
    strength.refresh(made)
    return made


def current(node_ids: Collection[str]) -> dict[str, Values]:
    """What insights say, by field."""
    return {each.pk: _said(each) for each in Insight.objects.filter(pk__in=node_ids).select_related("node")}


def change(node: Node, values: Values, actor: Member) -> None:
    """Word an insight anew."""
    insight = Insight.objects.select_related("node__product").get(pk=node.pk)
    edit_insight(insight, Wording(**{**_said(insight), **values}), actor=actor, product=insight.node.product)


def _said(insight: Insight) -> Values:
    return {name: text for name, text in said(insight).items() if name != "product"}


TARGET = Records(
    name="insight",
    label=_("Insights"),
    noun=(_("insight"), _("insights")),
    icon="lightbulb",
    hint=_("What you hold to be true: findings, learnings. They come in as drafts."),
    needs=(Permission.FEEDBACK_IMPORT, Permission.INSIGHT_EDIT),
    vocabulary=vocabulary_of(FIELDS),
    telling=("claim", "summary"),
    list_url="insights:list",
    joins=joins_of(FIELDS),
    fields=FIELDS,
    add=draft_many,
    current=current,
    change=change,
)
