"""How changes of settings are taken back: the former values come back, where nobody has changed them since."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.labels import actions as labels
from allied.kernel.labels.models import Label
from allied.kernel.labels.queries import label_by_id, labels_of
from allied.kernel.labels.queries import labels as all_labels
from allied.kernel.membership import members, workspaces
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.people.queries import members as all_members
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _
from allied.site.workspace.queries import stand_in_of

CHANGED = _("It was changed again since. Nothing was changed.")


def of_workspace(before: dict[str, Any], after: Workspace) -> Undo:
    return Undo("workspace.changed", {"to": before, "seen": edition(workspaces.said(after))})


def of_holiday(day: date, name: str) -> Undo:
    """Brings a removed holiday back."""
    return Undo("holiday.removed", {"day": day.isoformat(), "name": name})


def of_product(product: Product, before: str) -> Undo:
    return Undo("product.renamed", {"product": product.pk, "to": before, "after": product.name})


def of_new_product(product: Product) -> Undo:
    """Takes it out again, while nothing belongs to it."""
    return Undo("product.added", {"product": product.pk})


def of_stand_in(side: str, before: int | None, after: int | None) -> Undo | None:
    """Lets whoever spoke for the side before do so again; None where that is the same member."""
    return Undo("stand_in.named", {"side": side, "to": before, "after": after}) if before != after else None


def of_deactivation(gone: Member, sides: list[str]) -> Undo:
    """Lets them in again, and speak for the sides for which they stood in, if the actor may name who does."""
    return Undo("member.deactivated", {"member": gone.pk, "sides": sides})


def of_profile(before: Member, after: Member) -> Undo:
    to = {"name": before.name, "discipline": before.discipline}
    return Undo(
        "member.profile", {"member": after.pk, "to": to, "after": {"name": after.name, "discipline": after.discipline}}
    )


def of_role(after: Member, before: str) -> Undo:
    return Undo("member.role", {"member": after.pk, "to": before, "after": after.role})


def of_label(label: Label, before: dict[str, str]) -> Undo:
    return Undo("label.changed", {"label": label.pk, "to": before, "after": {"name": label.name, "tone": label.tone}})


def of_labelling(node: Node, before: list[int]) -> Undo:
    """Puts those labels on a node that stood on it before, where nobody has labelled it since."""
    return Undo("node.labelled", {"reference": node.reference, "to": before, "after": _on(node)}, node)


def _workspace(given: dict[str, Any], *, actor: Member) -> str:
    to = given["to"] | {"working_days": "".join(given["to"]["working_days"])}
    workspaces.change_workspace(actor.workspace, **to, actor=actor, seen=given["seen"])
    return _("The settings of the workspace are as they were before.")


def _holiday(given: dict[str, Any], *, actor: Member) -> str:
    workspaces.add_holiday(day=date.fromisoformat(given["day"]), name=given["name"], actor=actor)
    return _("It is a holiday again.")


def _product(given: dict[str, Any], *, actor: Member) -> str:
    found = product_by_id(str(given["product"]), actor=actor)
    if found is None:
        raise NotVisible(_("This product is gone. Nothing was changed."))
    _require(found.name == given["after"])
    workspaces.rename_product(found, given["to"], actor=actor)
    return _("The product is called %(given)s again.", given=given["to"])


def _new_product(given: dict[str, Any], *, actor: Member) -> str:
    found = product_by_id(str(given["product"]), actor=actor)
    if found is None:
        raise NotVisible(_("This product is gone. Nothing was changed."))
    workspaces.remove_product(found, actor=actor)
    return _("The product %(name)s is taken out again.", name=found.name)


def _stand_in(given: dict[str, Any], *, actor: Member) -> str:
    side = given["side"]
    _require(stand_in_of(side, actor=actor) == given["after"])
    if given["to"] is None:
        members.remove_stand_in(side, actor=actor)
    else:
        members.name_stand_in(side, given["to"], actor=actor)
    return _("The stand-in for %(side)s is as before.", side=Side(side).label)


def _deactivation(given: dict[str, Any], *, actor: Member) -> str:
    back = members.reactivate(given["member"], actor=actor)
    for side in given["sides"] if access.can(actor, Permission.WORKSPACE_OWN) else []:
        if stand_in_of(side, actor=actor) is None:
            members.name_stand_in(side, back.pk, actor=actor)
    return _("%(name)s can sign in here again.", name=back.name)


def _profile(given: dict[str, Any], *, actor: Member) -> str:
    found = _member(given["member"], actor)
    _require({"name": found.name, "discipline": found.discipline} == given["after"])
    members.change_profile(found.pk, **given["to"], actor=actor)
    return _("%(given)s is as before.", given=given["to"]["name"])


def _role(given: dict[str, Any], *, actor: Member) -> str:
    _require(_member(given["member"], actor).role == given["after"])
    back = members.change_role(given["member"], given["to"], actor=actor)
    return _(
        "%(name)s is %(get_role_display)s again.", name=back.name, get_role_display=back.get_role_display().lower()
    )


def _label(given: dict[str, Any], *, actor: Member) -> str:
    found = label_by_id(given["label"], actor=actor)
    _require({"name": found.name, "tone": found.tone} == given["after"])
    labels.change_label(found, **given["to"], actor=actor)
    return _("The label is %(given)s again.", given=given["to"]["name"])


def _labelling(given: dict[str, Any], *, actor: Member) -> str:
    node = node_by_reference(given["reference"], actor=actor)
    _require(_on(node) == given["after"])
    wanted = list(all_labels(actor=actor).filter(pk__in=given["to"]))
    labels.set_labels(node, wanted, actor=actor)
    return _("The labels of %(given)s are as before.", given=given["reference"])


def _on(node: Node) -> list[int]:
    return sorted(one.pk for one in labels_of([node])[node.pk])


def _member(member_id: int, actor: Member) -> Member:
    found = all_members(actor=actor).filter(pk=member_id).first()
    if found is None:
        raise NotVisible(_("There is no such member in this workspace. Nothing was changed."))
    return found


def _require(stands: bool) -> None:
    if not stands:
        raise InvalidState(CHANGED)


def register_undo() -> None:
    register("workspace.changed", _workspace)
    register("holiday.removed", _holiday)
    register("product.renamed", _product)
    register("product.added", _new_product)
    register("stand_in.named", _stand_in)
    register("member.deactivated", _deactivation)
    register("member.profile", _profile)
    register("member.role", _role)
    register("label.changed", _label)
    register("node.labelled", _labelling)
