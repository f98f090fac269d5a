"""Take a demo workspace away with everything in it, in an order that the foreign keys allow."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from allied.kernel.people.models import User, Workspace


@transaction.atomic
def erase(workspace: Workspace) -> None:
    """Delete every row of the workspace, then the accounts that belonged to it alone.

    Rows protect each other on purpose (a member's writing outlives the membership), so the rows go table by table,
    those that point before those that are pointed at.
    """
    accounts = list(workspace.members.exclude(user=None).values_list("user_id", flat=True))
    left = [model for model in apps.get_models() if _path(model)]
    while left:
        done = [model for model in left if not any(_points_at(other, model) for other in left if other is not model)]
        for model in done or left[:1]:
            model._default_manager.filter(**{_path(model): workspace.pk}).delete()
            left.remove(model)
    workspace.delete()
    User.objects.filter(pk__in=accounts, memberships__isnull=True).delete()


def _path(model: type[Model]) -> str:
    """How a row of this model names its workspace: itself, or through another row; "" if not at all."""
    if model is Workspace or not model.__module__.startswith("allied."):
        return ""
    names = {field.name for field in model._meta.get_fields()}
    if "workspace" in names:
        return "workspace_id"
    return next((f"{name}__workspace_id" for name in ("node", "member", "of", "charter") if name in names), "")


def _points_at(model: type[Model], target: type[Model]) -> bool:
    return any(field.many_to_one and field.related_model is target for field in model._meta.get_fields()) or any(
        field.one_to_one and field.concrete and field.related_model is target for field in model._meta.get_fields()
    )
