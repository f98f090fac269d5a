"""What a text field said before an edit and after it: the history of a field, word for word.

The activity names the fields only, because it outlives its node. The words stand here and go with the node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.words import _

LARGEST = 2**63


def keep(entry: Activity, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Keep both wordings of each of these fields that differs, in the transaction that recorded ``entry``."""
    assert entry.node_id is not None  # noqa: S101  fields belong to an object
    Rewording.objects.bulk_create(
        Rewording(activity=entry, node_id=entry.node_id, field=name, before=before[name], after=text)
        for name, text in after.items()
        if before[name] != text
    )


def rewordings_of(entries: Sequence[Activity]) -> dict[int, list[Rewording]]:
    """What these activities changed in words, by their id: one query, or none where none of them changed a field."""
    edits = [entry.pk for entry in entries if "changed" in entry.details]
    found: dict[int, list[Rewording]] = defaultdict(list)
    if edits:
        for one in Rewording.objects.filter(activity__in=edits).select_related("node").order_by("pk"):
            found[one.activity_id].append(one)
    return found


def rewording_by_id(rewording_id: int, *, actor: Member) -> Rewording:
    """Raises: NotVisible, where there is none that the actor may read."""
    found = Rewording.objects.filter(readable_one_by_one(actor), pk=min(rewording_id, LARGEST - 1))
    one = found.select_related("node", "activity__actor").first()
    if one is None:
        raise NotVisible(_("There is no such change in this workspace. Nothing was changed."))
    return one
