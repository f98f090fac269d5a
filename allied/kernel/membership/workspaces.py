"""Set up a workspace and its products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet
from django.utils.text import slugify

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Holiday, Member, Product, User, Workspace
from allied.kernel.text import clean
from allied.kernel.words import _

WEEK = "1234567"


@dataclass(frozen=True)
class Person:
    """Who is about to get an account, as typed on a form."""

    name: str
    email: str
    password: str
    discipline: str = Discipline.OTHER


@transaction.atomic
def set_up_workspace(
    *, name: str, product_name: str, time_zone: str, owner: Person, is_demo: bool = False
) -> tuple[Workspace, Member]:
    """Make a workspace with its first product and its owner. The one action without an actor: nobody is there yet.

    Raises:
        BadInput: a field cannot be used; every problem is named at once.
    """
    require_usable(owner, time_zone=time_zone)
    workspace = make_workspace(name=name, product_name=product_name, time_zone=time_zone, is_demo=is_demo)
    user = account_of(owner)
    member = Member.objects.create(
        workspace=workspace,
        user=user,
        name=clean(owner.name, field="person_name", limit=120, required=True, single_line=True),
        role=Role.OWNER,
        discipline=owner.discipline,
    )
    activity.record("workspace.set_up", None, actor=member)
    return workspace, member


def make_workspace(*, name: str, product_name: str, time_zone: str, is_demo: bool = False) -> Workspace:
    """Write the workspace and its first product inside the caller's transaction."""
    name = clean(name, field="name", limit=120, required=True, single_line=True)
    workspace = Workspace.objects.create(
        slug=free_slug(name, taken=set(Workspace.objects.values_list("slug", flat=True))),
        name=name,
        time_zone=time_zone,
        is_demo=is_demo,
    )
    product_name = clean(product_name, field="product_name", limit=120, required=True, single_line=True)
    Product.objects.create(workspace=workspace, slug=free_slug(product_name, taken=set()), name=product_name)
    return workspace


def free_slug(name: str, *, taken: set[str]) -> str:
    """An address-fit form of ``name`` that nobody has taken."""
    base = slugify(name)[:50] or "workspace"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def account_of(person: Person) -> User:
    """The account with that address, made where there is none."""
    email = person.email.strip().lower()
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, person.password, name=person.name.strip())


def require_usable(person: Person, *, time_zone: str = "UTC") -> None:
    """Raise BadInput naming every field of a person or zone that cannot be used."""
    problems: dict[str, str] = {}
    if not person.name.strip():
        problems["person_name"] = _("Write the name by which colleagues know you.")
    if time_zone not in available_timezones():
        problems["time_zone"] = _(
            "“%(time_zone)s” is not a time zone that we know. Choose one from the list.", time_zone=time_zone[:60]
        )
    if person.discipline not in Discipline.values:
        problems["discipline"] = _("Choose a discipline from the list.")
    problems |= _email_problem(person.email) | _password_problem(person)
    if problems:
        raise BadInput(**problems)


def _email_problem(email: str) -> dict[str, str]:
    try:
        validate_email(email.strip())
    except ValidationError:
        return {"email": _("Write an e-mail address like name@example.org. It is your name when you sign in.")}
    if User.objects.filter(email=email.strip().lower()).exists():
        return {"email": _("An account with this e-mail exists already. Sign in with it, or use another address.")}
    return {}


def _password_problem(person: Person) -> dict[str, str]:
    try:
        validate_password(person.password, User(email=person.email, name=person.name))
    except ValidationError as problem:
        return {"password": " ".join(problem.messages) + _(" Three unrelated words work well.")}
    return {}


def said(workspace: Workspace) -> dict[str, Any]:
    """Everything that ``change_workspace`` sets, as its form gives it."""
    days = list(workspace.working_days)
    return {"name": workspace.name, "time_zone": workspace.time_zone, "working_days": days}


@transaction.atomic
def change_workspace(
    workspace: Workspace, *, name: str, time_zone: str, working_days: str, actor: Member, seen: str | None = None
) -> Workspace:
    """Change the name, the time zone and the working days (ISO digits, 1 is Monday).

    Raises:
        Denied: the actor may not manage the workspace.
        Conflict: its settings are no longer the edition that the actor has ``seen``.
        BadInput: the name is empty or too long, there is no such time zone, or no day is a working day.
    """
    access.require(actor, Permission.WORKSPACE_MANAGE)
    workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    require_unchanged(seen, said(workspace), None, actor=actor)
    if time_zone not in available_timezones():
        raise BadInput(
            time_zone=_(
                "“%(time_zone)s” is not a time zone that we know. Choose one from the list.", time_zone=time_zone[:60]
            )
        )
    if not working_days or not set(working_days) <= set(WEEK):
        raise BadInput(working_days=_("Choose at least one working day. Clocks run on working days only."))
    old = {"name": workspace.name, "time_zone": workspace.time_zone, "working_days": workspace.working_days}
    workspace.name = clean(name, field="name", limit=120, required=True, single_line=True)
    workspace.time_zone = ZoneInfo(time_zone).key
    workspace.working_days = "".join(sorted(set(working_days)))
    workspace.save(update_fields=list(old))
    new = {field: getattr(workspace, field) for field in old}
    changed = {field: [old[field], new[field]] for field in old if old[field] != new[field]}
    if changed:
        activity.record("workspace.changed", None, actor=actor, changed=changed)
    return workspace


@transaction.atomic
def add_holiday(*, day: date, name: str, actor: Member) -> Holiday:
    """Add a day on which the workspace does not work. Adding it again renames it."""
    access.require(actor, Permission.WORKSPACE_MANAGE)
    name = clean(name, field="holiday_name", limit=120, single_line=True)
    made, __ = Holiday.objects.update_or_create(workspace_id=actor.workspace_id, day=day, defaults={"name": name})
    activity.record("holiday.added", None, actor=actor, day=day.isoformat())
    return made


@transaction.atomic
def remove_holiday(holiday_id: int, *, actor: Member) -> None:
    """Make a holiday a working day again. Removing one that is gone does nothing."""
    access.require(actor, Permission.WORKSPACE_MANAGE)
    found = Holiday.objects.filter(workspace_id=actor.workspace_id, pk=holiday_id).first()
    if found is not None:
        activity.record("holiday.removed", None, actor=actor, day=found.day.isoformat())
        found.delete()


@transaction.atomic
def add_product(name: str, *, actor: Member) -> Product:
    """Add a product to the workspace.

    Raises:
        BadInput: the name is empty or taken.
    """
    access.require(actor, Permission.PRODUCT_MANAGE)
    name = clean(name, field="product_name", limit=120, required=True, single_line=True)
    others = Product.objects.filter(workspace_id=actor.workspace_id)
    _require_free_name(others, name)
    slug = free_slug(name, taken=set(others.values_list("slug", flat=True)))
    product = Product.objects.create(workspace_id=actor.workspace_id, slug=slug, name=name)
    activity.record("product.added", None, actor=actor, product=product.pk, name=name)
    return product


@transaction.atomic
def remove_product(product: Product, *, actor: Member) -> None:
    """Take a product out again that nothing belongs to yet.

    Raises:
        Denied: the actor may not manage products.
        NotVisible: it is of another workspace.
        InvalidState: something belongs to it.
    """
    access.require(actor, Permission.PRODUCT_MANAGE)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    for relation in Product._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            found: Any = relation.related_model
            if found.objects.filter(**{relation.field.name: product}).exists():
                raise InvalidState(_("Something belongs to %(name)s by now. Nothing was changed.", name=product.name))
    activity.record("product.removed", None, actor=actor, product=product.pk, name=product.name)
    product.delete()


@transaction.atomic
def rename_product(product: Product, name: str, *, actor: Member) -> Product:
    """Change what a product is called; its address stays."""
    access.require(actor, Permission.PRODUCT_MANAGE)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    name = clean(name, field="product_name", limit=120, required=True, single_line=True)
    _require_free_name(Product.objects.filter(workspace_id=actor.workspace_id).exclude(pk=product.pk), name)
    before, product.name = product.name, name
    product.save(update_fields=["name"])
    activity.record("product.renamed", None, actor=actor, product=product.pk, name=[before, name])
    return product


def _require_free_name(others: QuerySet[Product], name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise BadInput(product_name=_("There is a product named “%(name)s” already. Choose another name.", name=name))
