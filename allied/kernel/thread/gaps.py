"""Gap lists: what the thread lacks, by name and number, so that somebody can fill it.

The kernel knows the gaps that links and evidence show. A slice adds what only it knows (an item without an owner)
with ``register`` in its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Counter, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.models import Link, Strength
from allied.kernel.words import _

Find = Callable[[QuerySet[Node]], QuerySet[Node]]
SHOWN = 5
LONG = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of gap: which nodes of ``kind`` have it, how to say it, and what fills it.

    ``find`` narrows the live nodes of that kind that the actor may read. ``one`` and ``many`` complete a number:
    "3 roadmap items without evidence". ``fill`` is the label of the button. ``is_daily``: Home reminds of it; the page
    about coverage lists the others too.
    """

    name: str
    kind: str
    one: str
    many: str
    fill: str
    find: Find
    is_daily: bool = True


@dataclass(frozen=True, slots=True)
class GapList:
    """The nodes with one gap: how many, and the newest few. With ``among`` only so many, the newest, were asked."""

    gap: Gap
    count: int
    nodes: tuple[Node, ...]
    among: int | None = None

    @property
    def words(self) -> str:
        """ "1 roadmap item without evidence", "12 feedback items not used as evidence among the newest 500"."""
        words = f"{self.count:,} {self.gap.one if self.count == 1 else self.gap.many}"
        return _("%(words)s among the newest %(among)s", words=words, among=f"{self.among:,}") if self.among else words


GAPS: dict[str, Gap] = {}
_excused: dict[str, list[Find]] = {}


def register(gap: Gap) -> Gap:
    """Add a gap to every list of gaps.

    Raises:
        ImproperlyConfigured: another gap has its name, or the catalogue lacks its kind.
    """
    if gap.kind not in KINDS:
        raise ImproperlyConfigured(f"The catalogue has no kind “{gap.kind}”.")
    if GAPS.setdefault(gap.name, gap) != gap:
        raise ImproperlyConfigured(f"Two gaps are named “{gap.name}”.")
    return gap


def excuse(name: str, narrow: Find) -> None:
    """Leave out of one gap the nodes that ``narrow`` leaves out: what a slice knows to be meant so."""
    known = _excused.setdefault(name, [])
    if narrow not in known:
        known.append(narrow)


def gaps(
    actor: Member, *, product: Product | None = None, shown: int = SHOWN, among: int | None = None
) -> list[GapList]:
    """Every gap that somebody can fill now, with its number and its newest nodes. Two queries a gap at most.

    ``among`` bounds the work: of a kind with more nodes than that only the newest are asked.
    """
    found = []
    many = _kinds_beyond(actor, among) if among else frozenset()
    for gap in (one for one in GAPS.values() if one.is_daily):
        bound = among if gap.kind in many else None
        nodes = nodes_with(gap, actor, product=product, among=bound)
        if count := nodes.count():
            newest = tuple(nodes.order_by("-created_at", "-pk")[:shown]) if shown else ()
            found.append(GapList(gap, count, newest, bound))
    return found


def nodes_with(gap: Gap, actor: Member, *, product: Product | None = None, among: int | None = None) -> QuerySet[Node]:
    """The live nodes that have the gap, for a list page of its own; with ``among`` those of the newest so many."""
    nodes = Node.objects.visible_to(actor).filter(kind=gap.kind)
    if product is not None:
        nodes = nodes.filter(product=product)
    if among:
        nodes = Node.objects.filter(pk__in=nodes.order_by("-created_at", "-pk").values("pk")[:among])
    found = gap.find(nodes.filter(archived_at=None).exclude(state__in=KINDS[gap.kind].ended))
    for narrow in _excused.get(gap.name, ()):
        found = narrow(found)
    return found


def _kinds_beyond(actor: Member, number: int) -> frozenset[str]:
    """The kinds of which the workspace ever had more than so many."""
    counters = Counter.objects.filter(workspace_id=actor.workspace_id, last__gt=number)
    return frozenset(counters.values_list("kind", flat=True))


def is_live(end: str) -> Q:
    """That the node at one end of a link has neither ended nor been archived."""
    ended = Q()
    for kind in KINDS.values():
        ended |= Q(**{f"{end}__kind": kind.name, f"{end}__state__in": sorted(kind.ended)})
    return Q(**{f"{end}__archived_at": None}) & ~ended


def _leads(*relations: str) -> Exists:
    """Whether a link of the node leads on to something live."""
    return Exists(Link.objects.filter(is_live("target"), source=OuterRef("pk"), relation__in=relations))


def _is_led_to(*relations: str) -> Exists:
    """Whether a link of something live leads to the node."""
    return Exists(Link.objects.filter(is_live("source"), target=OuterRef("pk"), relation__in=relations))


def _has_item() -> Exists:
    """Whether a live item addresses the opportunity, by itself or by delivering a solution of it."""
    addressing = Link.objects.filter(is_live("source"), target=OuterRef("pk"), relation="addresses")
    delivered = Link.objects.filter(is_live("source"), target=OuterRef("source"), relation="delivers")
    return Exists(addressing.filter(Q(source__kind="item") | Q(Exists(delivered))))


def _has_evidence(node: str = "pk") -> Exists:
    """Whether a first-hand atom stands for the claim."""
    return Exists(Strength.objects.filter(node=OuterRef(node), people_for__gt=0))


def _without_evidence(claims: QuerySet[Node]) -> QuerySet[Node]:
    return claims.filter(~_has_evidence())


def _items_without_evidence(items: QuerySet[Node]) -> QuerySet[Node]:
    """Items none of whose opportunities has evidence, so those without an opportunity too."""
    backed = Link.objects.filter(
        is_live("target"), _has_evidence("target"), source=OuterRef("pk"), relation="addresses"
    )
    return items.filter(~Exists(backed))


def _unused_insights(insights: QuerySet[Node]) -> QuerySet[Node]:
    """Published insights that bear on no other claim and from which nothing was derived. A draft is not due yet."""
    unused = insights.filter(~_leads("supports", "contradicts"), ~_is_led_to("derived_from"))
    return unused.exclude(state=KINDS["insight"].first_state)


def _unused_feedback(feedback: QuerySet[Node]) -> QuerySet[Node]:
    """New feedback that bears on no claim. What was set aside as not useful is no gap."""
    return feedback.filter(~_leads("supports", "contradicts"), state=KINDS["feedback"].first_state)


def _feedback_unused_for_long(feedback: QuerySet[Node]) -> QuerySet[Node]:
    return _unused_feedback(feedback).filter(created_at__lt=timezone.now() - LONG)


for _gap in (
    Gap(
        "item_without_opportunity",
        "item",
        _("roadmap item without an opportunity"),
        _("roadmap items without an opportunity"),
        _("Link an opportunity"),
        lambda items: items.filter(~_leads("addresses")),
    ),
    Gap(
        "item_without_evidence",
        "item",
        _("roadmap item without evidence"),
        _("roadmap items without evidence"),
        _("Add evidence"),
        _items_without_evidence,
    ),
    Gap(
        "opportunity_without_evidence",
        "opportunity",
        _("opportunity without evidence"),
        _("opportunities without evidence"),
        _("Add evidence"),
        _without_evidence,
    ),
    Gap(
        "opportunity_without_item",
        "opportunity",
        _("opportunity without a roadmap item"),
        _("opportunities without a roadmap item"),
        _("Add a roadmap item"),
        lambda opportunities: opportunities.filter(~_has_item()),
    ),
    Gap(
        "insight_without_evidence",
        "insight",
        _("insight without evidence"),
        _("insights without evidence"),
        _("Add evidence"),
        _without_evidence,
    ),
    Gap(
        "insight_without_use",
        "insight",
        _("insight used nowhere"),
        _("insights used nowhere"),
        _("Link an opportunity"),
        _unused_insights,
    ),
    Gap(
        "feedback_without_use",
        "feedback",
        _("feedback item not used as evidence"),
        _("feedback items not used as evidence"),
        _("Use as evidence"),
        _unused_feedback,
    ),
    Gap(
        "feedback_unused_for_long",
        "feedback",
        _("feedback item unused for %(days)s days", days=LONG.days),
        _("feedback items unused for %(days)s days", days=LONG.days),
        _("Use as evidence"),
        _feedback_unused_for_long,
        is_daily=False,
    ),
):
    register(_gap)
