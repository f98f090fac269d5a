"""What a text field said before an edit and after it: the history of a field, word for word.

The activity names the fields only, because it outlives its node. The words stand here and go with the node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from allied.kernel import activity
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member
from allied.kernel.words import _

LARGEST = 2**63
ONE_SITTING: Final = timedelta(minutes=10)  # saves of one person are one edit: autosave leaves no trail of halves


def record_edit(
    verb: str,
    node: Node,
    changed: Sequence[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    actor: Member,
) -> Activity:
    """Record that these fields were ``changed``, and keep both wordings of the texts among them.

    To be called where the row is locked. What one person saves within a sitting is one activity, with the first wording
    and the last, and followers are told once; unless something else happened to the object between, or a text is taken
    back to where it began, as by an undo: that is an act of its own.
    """
    entry = _begun(verb, node, before, after, actor)
    if entry is None:
        entry = activity.record(verb, node, actor=actor, changed=list(changed))
        keep(entry, before, after)
        return entry
    entry.details.setdefault("began", entry.at.isoformat())
    entry.details["changed"] = list(dict.fromkeys([*entry.details["changed"], *changed]))
    entry.at = timezone.now()
    entry.save(update_fields=["details", "at"])
    kept = Rewording.objects.filter(activity=entry)
    for one in kept:
        one.after = after[one.field]
    Rewording.objects.bulk_update(kept, ["after"])
    fresh = set(after) - {one.field for one in kept}
    keep(entry, before, {name: text for name, text in after.items() if name in fresh})
    activity.tell_after_commit(entry)
    return entry


def _begun(
    verb: str, node: Node, before: Mapping[str, str], after: Mapping[str, str], actor: Member
) -> Activity | None:
    """The activity that this edit goes on with: the newest of the node, if it led to what stood before."""
    entry = Activity.objects.filter(node=node).order_by("-at", "-pk").first()
    if entry is None or (entry.verb, entry.actor_id) != (verb, actor.pk):
        return None
    began = datetime.fromisoformat(entry.details["began"]) if "began" in entry.details else entry.at
    if timezone.now() - began >= ONE_SITTING:
        return None
    kept = Rewording.objects.filter(activity=entry)
    goes_on = all(one.after == before[one.field] and one.before != after[one.field] for one in kept)
    return entry if goes_on else None


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
