"""Make the links that rows ask for, once every row is in: the other end may stand further down in the file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db import transaction

from allied.kernel.errors import AlliedError
from allied.kernel.importing.models import Import, ImportRow, Origin, WantedLink
from allied.kernel.importing.targets import Join, everything, target_named
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread import actions as thread
from allied.kernel.thread.models import Link
from allied.kernel.words import _

AT_ONCE = 50  # links a step: each may work out the strength of claims
Named = dict[str, dict[str, str]]  # value → kind → node id


def make_some(imported: Import) -> bool:
    """Make the next links; whether there may be more. What cannot be linked is a remark on its row."""
    wanted = list(imported.wanted_links.filter(is_done=False).select_related("node").order_by("pk")[:AT_ONCE])
    joins = target_named(imported.target).joins
    found = _ends(imported, wanted, joins)
    ends = Node.objects.visible_to(imported.created_by).in_bulk(list(found.values()))
    for each in wanted:
        problem = _make(imported, each, joins[each.field], ends.get(found.get(each.pk, "")))
        imported.linked += not problem
        imported.unlinked += bool(problem)
        if problem:
            _remark(imported, each, problem)
    return len(wanted) == AT_ONCE


def _make(imported: Import, wanted: WantedLink, join: Join, end: Node | None) -> str:
    """Make one link; return why not, or ""."""
    wanted.is_done = True
    problem = ""
    if end is None:
        problem = _("“%(value)s” is not here, so that link is missing.", value=wanted.value)
    else:
        source, target = (end, wanted.node) if join.is_source else (wanted.node, end)
        problem = _link(wanted, source, join.relation, target, actor=imported.created_by)
    wanted.save(update_fields=["is_done", "link"])
    return problem


def _link(wanted: WantedLink, source: Node, relation: str, target: Node, *, actor: Member) -> str:
    if Link.objects.filter(source=source, relation=relation, target=target).exists():
        return ""  # it was here before, so undoing leaves it
    try:
        with transaction.atomic():
            wanted.link = thread.link(source, relation, target, actor=actor)
    except AlliedError as refusal:
        return f"{refusal}"
    return ""


def _ends(imported: Import, wanted: Sequence[WantedLink], joins: dict[str, Join]) -> dict[int, str]:
    """The node at the other end of each link, by the link: by reference, by its id in the source, by its title."""
    values = {each.value for each in wanted}
    known: Named = defaultdict(dict)
    for way in (_by_title, _by_origin, _by_reference):  # the later is the surer
        for value, kind, node_id in way(imported, values):
            known[value][kind] = node_id
    return {
        each.pk: known[each.value][kind]
        for each in wanted
        for kind in reversed(joins[each.field].kinds)
        if kind in known[each.value] and known[each.value][kind] != each.node_id
    }


def _by_reference(imported: Import, values: set[str]) -> list[tuple[str, str, str]]:
    found = []
    for value in values:
        node = Node.objects.visible_to(imported.created_by).referred(value).first()
        if node is not None:
            found.append((value, node.kind, node.pk))
    return found


def _by_origin(imported: Import, values: set[str]) -> list[tuple[str, str, str]]:
    keys = {f"id:{value}"[:210]: value for value in values}
    known = Origin.objects.filter(workspace_id=imported.workspace_id, key__in=keys, node__isnull=False)
    # Ids are a source's own: what this source calls so comes last and wins.
    rows = sorted(known.select_related("node"), key=lambda row: (row.source == imported.source, row.pk))
    found = [(keys[row.key], row.node.kind, row.node.pk) for row in rows if row.node is not None]
    for target in everything():
        found += [(value, target.name, node_id) for value, node_id in target.named(imported, values).items()]
    return found


def _by_title(imported: Import, values: set[str]) -> list[tuple[str, str, str]]:
    """Where a title stands once in the product."""
    kinds = {kind for join in target_named(imported.target).joins.values() for kind in join.kinds}
    here = Node.objects.visible_to(imported.created_by).filter(product_id=imported.product_id)
    nodes = list(here.filter(kind__in=kinds - {"feedback"}, title__in=values))
    times = Counter((node.title, node.kind) for node in nodes)
    return [(node.title, node.kind, node.pk) for node in nodes if times[node.title, node.kind] == 1]


def _remark(imported: Import, wanted: WantedLink, problem: str) -> None:
    row, is_new = ImportRow.objects.get_or_create(
        of=imported,
        number=wanted.row,
        defaults={
            "outcome": ImportRow.Outcome.NOTED,
            "sentence": problem,
            "beginning": wanted.node.title[:100],
            "node_id": wanted.node_id,
        },
    )
    if not is_new:
        row.sentence = f"{row.sentence} {problem}"
        row.save(update_fields=["sentence"])
