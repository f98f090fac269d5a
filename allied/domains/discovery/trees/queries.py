"""Questions about trees: the whole of one in a few queries, however large it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from allied.domains.discovery.models import Experiment, Grown, Opportunity, Outcome
from allied.domains.discovery.trees.gaps import Gap, gaps_of, urgency
from allied.domains.discovery.trees.measures import people_words, score_of
from allied.domains.discovery.trees.results import said_in_short, share_words
from allied.domains.discovery.trees.sorts import LIVE, RELATIONS, SORTS
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Node, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.problems import NOT_TESTED
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _, listed
from allied.web.formats import day

if TYPE_CHECKING:
    from allied.stats.prioritisation.opportunity import OpportunityScore

FOUND_AT_MOST = 1_000
# What no outline shows. Days and moments are left out too: to read a thousand of them costs as much as the rest.
UNREAD = (
    "description",
    "ended_because",
    "ended_at",
    "node__created_at",
    "node__created_by",
    "node__updated_at",
    "node__trashed_at",
    "node__readers",
)
STANCES = ("supports", "contradicts")
ORDER = {kind: place for place, kind in enumerate(SORTS)}


@dataclass(eq=False)
class Branch:
    """One object of a tree with what stands under it. ``strength`` is a claim's; a late test has no result yet."""

    grown: Grown
    strength: Strength | None
    parent: Branch | None = None
    is_late: bool = False
    branches: list[Branch] = field(default_factory=list)

    @property
    def node(self) -> Node:
        return self.grown.node

    @property
    def kind(self) -> str:
        return self.node.kind

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing here: asked once the tree is whole."""
        return list(gaps_of(self))

    @property
    def gap(self) -> str:
        """All that is missing here, in words, or ""."""
        return str(listed([gap.words for gap in self.gaps]))

    @property
    def solutions(self) -> list[Branch]:
        return [one for one in self.branches if one.kind == "solution"]

    @property
    def people(self) -> str:
        """How many people an opportunity meets, in words."""
        return people_words(self.grown, self.strength) if isinstance(self.grown, Opportunity) else ""

    @property
    def score(self) -> OpportunityScore | None:
        return score_of(self.grown) if isinstance(self.grown, Opportunity) else None

    @property
    def said(self) -> str:
        """What is known beside the title: of an experiment its result, of a solution how far it is tested."""
        if isinstance(self.grown, Experiment):
            return _said_of_experiment(self.grown)
        if self.kind == "solution":
            n = sum(one.grown.n or 0 for one in self.walk() if isinstance(one.grown, Experiment))
            return _("Solution: tested with %(n)s", n=n) if n else NOT_TESTED
        return ""

    def walk(self) -> Iterator[Branch]:
        """It and all below it, in the order of the outline."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.branches))


def _said_of_experiment(experiment: Experiment) -> str:
    if experiment.result and experiment.n:
        words = said_in_short(experiment.result, experiment.n, experiment.bore_out)
        return " ".join(map(str, filter(None, [words, share_words(experiment)])))
    if experiment.due_on:
        return _("%(state)s, result by %(day)s", state=experiment.node.state_label, day=day(experiment.due_on))
    return experiment.node.state_label


@dataclass(frozen=True)
class Tree:
    """The whole tree of an outcome, or of one of its branches."""

    root: Branch
    all: Sequence[Branch]

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing: first assumptions on which much rests, then the rest in the order of the outline."""
        return sorted((gap for one in self.all for gap in one.gaps), key=urgency)


def grown(kind: str, *, actor: Member) -> QuerySet[Grown]:
    """Those of a kind that the actor may read, ended ones too."""
    if kind == "outcome":
        return Outcome.objects.visible_to(actor).select_related("node", "focus__node")
    return SORTS[kind].model.objects.visible_to(actor)


def grown_by_reference(reference: str, *, actor: Member, kind: str = "") -> Grown:
    """One of any kind of the tree, or of ``kind``.

    Raises:
        NotVisible: there is none of that reference that the actor may read.
    """
    spec = BY_LETTERS.get(reference.partition("-")[0].upper())
    if spec is None or spec.name not in SORTS or kind not in ("", spec.name):
        raise NotVisible(NOT_HERE)
    found = grown(spec.name, actor=actor).select_related("node", "node__product", "node__created_by", "ended_by")
    one = found.filter(referred(reference)).first()
    if one is None:
        raise NotVisible(NOT_HERE)
    return one


def matching(found: QuerySet[Grown], text: str, *, kind: str, actor: Member) -> QuerySet[Grown]:
    """Those in which all the words occur."""
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=[kind], limit=FOUND_AT_MOST) if wanted else [])


def parents_of(nodes: Sequence[Node]) -> dict[str, Node]:
    """What each stands under, by its id. One query; of what stands under two, the first."""
    links = Link.objects.filter(source__in=[node.pk for node in nodes], relation__in=RELATIONS)
    found: dict[str, Node] = {}
    for link in links.filter(source__kind__in=SORTS, target__kind__in=SORTS).select_related("target").order_by("pk"):
        found.setdefault(link.source_id, link.target)
    return found


def evidence_for(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """The claims for or against which each stands as evidence, by its id. One query."""
    links = Link.objects.filter(source__in=[node.pk for node in nodes], relation__in=STANCES)
    found: dict[str, list[Node]] = {}
    for link in links.select_related("target").order_by("pk"):
        found.setdefault(link.source_id, []).append(link.target)
    return found


def above(one: Grown) -> list[str]:
    """The ids of all that it stands under, up to the outcome. One query a level."""
    met, edge = {one.pk}, [one.pk]
    way: list[str] = []
    while edge:
        links = Link.objects.filter(source__in=edge, relation__in=RELATIONS, target__kind__in=SORTS)
        edge = [pk for pk in links.order_by("pk").values_list("target_id", flat=True) if pk not in met]
        met |= set(edge)
        way += edge
    return way


def root_of(one: Grown, *, actor: Member) -> Outcome | None:
    """The outcome of the tree in which it stands."""
    found = Outcome.objects.visible_to(actor).filter(pk__in=above(one) if one.node.kind != "outcome" else [one.pk])
    return found.first()


def tree(root: Grown, *, actor: Member) -> Tree:
    """All that stands under ``root`` and neither ended nor was archived.

    One query a level of links, one a kind, one for the strength of all.
    """
    parent_of: dict[str, str] = {}
    edge = [root.pk]
    while edge:
        edge = _next(edge, root.pk, parent_of)
    found = {one.pk: one for kind in SORTS for one in _read(kind, parent_of, actor)}
    claims = [one.node for one in [root, *found.values()] if one.node.spec.is_claim]
    today = today_in(actor.workspace)
    strengths = strength_of(claims, today=today)
    branches = {
        pk: Branch(one, strengths.get(pk), is_late=_is_late(one, today))
        for pk, one in [(root.pk, root), *found.items()]
    }
    top = branches[root.pk]
    for pk in found:  # what hangs on something that ended or is hidden is not reached
        above_it = branches.get(parent_of[pk])
        if above_it is not None:
            branches[pk].parent = above_it
            above_it.branches.append(branches[pk])
    for branch in branches.values():
        branch.branches.sort(key=_order)
    return Tree(top, list(top.walk()))


def _is_late(one: Grown, today: date) -> bool:
    return isinstance(one, Experiment) and not one.result and one.due_on is not None and one.due_on < today


def _next(edge: Sequence[str], root: str, parent_of: dict[str, str]) -> list[str]:
    """The ids one level down, each filed under the first parent by which it was met."""
    links = Link.objects.filter(target__in=edge, relation__in=RELATIONS, source__kind__in=SORTS)
    live = links.filter(source__state__in=LIVE, source__archived_at=None, source__trashed_at=None)
    fresh = []
    for child, parent in live.order_by("pk").values_list("source_id", "target_id"):
        if child not in parent_of and child != root:
            parent_of[child] = parent
            fresh.append(child)
    return fresh


def _read(kind: str, ids: Iterable[str], actor: Member) -> Iterable[Grown]:
    wanted = [pk for pk in ids if pk.startswith(f"{_PREFIX[kind]}_")]
    if not wanted:
        return ()
    found = grown(kind, actor=actor).select_related(None).select_related("node").defer(*UNREAD)
    return found.filter(pk__in=wanted)


_PREFIX = {spec.name: spec.prefix for spec in BY_LETTERS.values()}


def _order(branch: Branch) -> tuple[int, int, str]:
    return ORDER[branch.kind], branch.grown.place, branch.node.pk


def behind(one: Grown) -> str:
    """The reference of the sibling of its kind behind which it stands, or ""."""
    parent = parents_of([one.node]).get(one.node.pk)
    if parent is None:
        return ""
    before = type(one).objects.filter(
        node__links_out__relation=SORTS[one.node.kind].under[parent.kind],
        node__links_out__target=parent.pk,
        place__lt=one.place,
    )
    last = before.select_related("node").order_by("place", "pk").last()
    return last.node.reference if last else ""


def places_for(one: Grown, *, text: str, actor: Member, limit: int = 20) -> list[Node]:
    """What it may stand under: what matches ``text``, else what changed last. Not itself."""
    found: list[Node] = []
    for kind in SORTS[one.node.kind].under:
        some = grown(kind, actor=actor).filter(node__state__in=LIVE, node__archived_at=None).exclude(pk=one.pk)
        if text:
            some = matching(some, text, kind=kind, actor=actor)
        found += [other.node for other in some.order_by("-node__updated_at", "-pk")[:limit]]
    return found[:limit]
