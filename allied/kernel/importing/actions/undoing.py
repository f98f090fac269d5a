"""Take back what an import brought and what it changed, as one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from allied.kernel import activity, jobs
from allied.kernel.activity.models import Activity
from allied.kernel.errors import AlliedError
from allied.kernel.importing import files, rules
from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.importing.targets import target_named
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread import actions as thread
from allied.kernel.thread.models import Link
from allied.kernel.words import _

CHUNK = 250
AT_ONCE = 25  # objects put back a step: each is an action of its own


@transaction.atomic
def undo_import(imported: Import, *, actor: Member) -> Import:
    """Take away the links of an import, put back what it changed, and remove what it made and nobody has used.

    Raises:
        Denied: the actor may not import.
        InvalidState: it has not ended, or ended too long ago.
    """
    rules.require(actor, target_named(imported.target))
    imported = Import.objects.select_for_update().get(pk=imported.pk)
    rules.check_can_undo(imported)
    imported.state, imported.undone_at, imported.undone_by = Import.State.UNDOING, timezone.now(), actor
    total = unused_of(imported).count()
    imported.job = jobs.enqueue("importing.undo", {"import": imported.pk}, actor=actor, total=total)
    imported.save(update_fields=["state", "undone_at", "undone_by", "job"])
    ImportRow.objects.filter(of=imported, cells__isnull=False).update(cells=None)
    activity.record("import.undone", None, actor=actor, number=imported.number, items=total)
    transaction.on_commit(lambda: files.forget(imported.file_key))
    return imported


@jobs.task("importing.undo")
def undo_step(job: Job) -> bool:
    """Go on with the undoing: links first, then changes, then objects. What is used while this runs stays, too."""
    imported = Import.objects.select_for_update().get(pk=job.payload["import"])
    assert imported.undone_by is not None  # noqa: S101  held by a constraint
    if _unlink(imported, imported.undone_by) or _put_back(imported, imported.undone_by):
        return True
    ids = list(unused_of(imported).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    Node.objects.filter(pk__in=ids).delete()
    job.done += len(ids)
    if len(ids) == CHUNK:
        return True
    target_named(imported.target).take_back(imported, actor=imported.undone_by)
    imported.state = Import.State.UNDONE
    imported.save(update_fields=["state"])
    return False


def unused_of(imported: Import) -> QuerySet[Node]:
    """What an import made and nobody has used since: no link touches it but the import's own, no act changed it."""
    own = imported.wanted_links.exclude(link=None).values("link")
    links = Link.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))).exclude(pk__in=own)
    acts = Activity.objects.filter(node=OuterRef("pk")).exclude(verb__startswith="thread.")
    return target_named(imported.target).brought(imported).exclude(Exists(links)).exclude(Exists(acts))


def used_of(imported: Import) -> QuerySet[Node]:
    """What an import made and undoing it would leave."""
    return target_named(imported.target).brought(imported).exclude(pk__in=unused_of(imported).values("pk"))


def _unlink(imported: Import, actor: Member) -> bool:
    made = [each.link for each in imported.wanted_links.exclude(link=None).select_related("link")[:CHUNK] if each.link]
    links = Link.objects.filter(pk__in=[link.pk for link in made]).select_related("source", "target")
    thread.unlink_many(list(links), actor=actor)
    return bool(made)


def _put_back(imported: Import, actor: Member) -> bool:
    rows = ImportRow.objects.filter(of=imported, before__isnull=False, node__isnull=False).select_related("node")
    found = list(rows.order_by("number")[:AT_ONCE])
    for row in found:
        _put_back_one(imported, row, actor)
        row.before = None
        row.save(update_fields=["before", "sentence"])
    return bool(found)


def _put_back_one(imported: Import, row: ImportRow, actor: Member) -> None:
    assert row.node is not None  # noqa: S101  asked for above
    try:
        with transaction.atomic():
            target_named(imported.target).put_back(row.node, row.before or {}, actor=actor)
        row.sentence = _("%(sentence)s Put back when the import was undone.", sentence=row.sentence)
    except AlliedError as refusal:
        row.sentence = _("%(sentence)s Not put back: %(refusal)s", sentence=row.sentence, refusal=refusal)
