"""What people decide about themes. Every choice holds in later runs."""

from __future__ import annotations

from django.db import transaction

from allied.domains.themes import rules
from allied.domains.themes.actions.counting import recount
from allied.domains.themes.models import Choice, Place, Run, State, Theme
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import keep
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.words import _


@transaction.atomic
def rename_theme(theme: Theme, name: str, *, actor: Member, seen: str | None = None) -> Theme:
    """Give a theme a name of one's own; later runs leave it.

    Raises:
        Denied: the actor may not steer themes.
        InvalidState: it is not current.
        Conflict: its name is no longer the edition that the actor has ``seen``.
        BadInput: the name is empty, too long or holds U+0000.
    """
    lock_theme(theme, actor)
    rules.check_stands(theme)
    require_unchanged(seen, said(theme), theme.node, actor=actor)
    name = clean(name, field="name", limit=TITLE_LENGTH, required=True, single_line=True)
    if name == theme.name and theme.named_by_id is not None:
        return theme
    _name(theme, name, actor, actor)
    return theme


@transaction.atomic
def take_name_back(theme: Theme, name: str, named_by: Member | None, *, actor: Member, seen: str) -> Theme:
    """Let a theme have the name that it had, with whoever gave it: nobody, where a run did and the next may again.

    Raises:
        Denied, InvalidState, Conflict: as for ``rename_theme``.
    """
    lock_theme(theme, actor)
    rules.check_stands(theme)
    require_unchanged(seen, said(theme), theme.node, actor=actor)
    _name(theme, name, named_by, actor)
    return theme


def said(theme: Theme) -> dict[str, str]:
    """What ``rename_theme`` sets, as forms give it."""
    return {"name": theme.name}


def _name(theme: Theme, name: str, named_by: Member | None, actor: Member) -> None:
    was = nodes.retitle(theme.node, name)
    theme.named_by = named_by
    theme.save(update_fields=["named_by"])
    index(theme.node)
    entry = activity.record("theme.renamed", theme.node, actor=actor, was=was, changed=["name"])
    keep(entry, {"name": was}, {"name": theme.name})


@transaction.atomic
def pin_theme(theme: Theme, *, actor: Member, pinned: bool = True) -> Theme:
    """Keep a theme on top, with its feedback, at every granularity; or let it go."""
    return _mark(theme, "is_pinned", pinned, "theme.pinned" if pinned else "theme.unpinned", actor)


@transaction.atomic
def hide_theme(theme: Theme, *, actor: Member, hidden: bool = True) -> Theme:
    """Take a theme out of the list; its feedback stays with it. Or bring it back."""
    return _mark(theme, "is_hidden", hidden, "theme.hidden" if hidden else "theme.shown", actor)


def _mark(theme: Theme, field: str, value: bool, verb: str, actor: Member) -> Theme:
    lock_theme(theme, actor)
    rules.check_stands(theme)
    if getattr(theme, field) != value:
        setattr(theme, field, value)
        theme.save(update_fields=[field])
        nodes.touch(theme.node)
        activity.record(verb, theme.node, actor=actor)
    return theme


@transaction.atomic
def merge_themes(theme: Theme, into: Theme, *, actor: Member) -> Theme:
    """Give all feedback of one theme to another, for good. Return the one that holds both.

    Raises:
        Denied: the actor may not steer themes.
        InvalidState: one of them is not current.
        BadInput: they are the same, or about different products.
    """
    lock_theme(theme, actor)
    lock_theme(into, actor)
    rules.check_can_merge(theme, into)
    run = _standing(theme)
    places = Place.objects.filter(run=run, theme=theme)
    theme.merged_items, theme.merged_into = list(places.values_list("item", flat=True)), into
    theme.save(update_fields=["merged_items", "merged_into"])
    places.update(theme=into)
    Choice.objects.filter(theme=theme).update(theme=into)
    nodes.enter_state(theme.node, State.MERGED)
    _shape(into)
    recount(run, [into])
    activity.record("theme.merged", into.node, actor=actor, other=theme.node.reference)
    return into


@transaction.atomic
def unmerge_theme(theme: Theme, *, actor: Member) -> Theme:
    """Take a merge apart: the theme gets back what it held then, as far as that still is where it was put.

    Raises:
        Denied: the actor may not steer themes.
        InvalidState: it is not merged.
    """
    lock_theme(theme, actor)
    into = theme.merged_into
    if into is None:
        raise InvalidState(
            _("%(reference)s is not merged into another theme. Nothing was changed.", reference=theme.node.reference)
        )
    run = _standing(theme)
    Place.objects.filter(run=run, theme=into, item__in=theme.merged_items).update(theme=theme)
    theme.merged_into, theme.merged_items, theme.is_shaped = None, [], True
    theme.save(update_fields=["merged_into", "merged_items", "is_shaped"])
    nodes.enter_state(theme.node, State.CURRENT)
    recount(run, [into, theme])
    activity.record("theme.unmerged", into.node, actor=actor, other=theme.node.reference)
    return theme


def lock_theme(theme: Theme, actor: Member) -> None:
    """The actor may steer it; hold its row and read again what stands, so that rules judge that."""
    access.require(actor, Permission.THEME_STEER, theme.node)
    node = nodes.lock(theme.node)
    theme.refresh_from_db()
    theme.node = node


def _shape(theme: Theme) -> None:
    theme.is_shaped = True
    theme.save(update_fields=["is_shaped"])
    nodes.touch(theme.node)


def _standing(theme: Theme) -> Run:
    found = Run.objects.filter(product=theme.node.product_id, state=Run.State.DONE).order_by("-number").first()
    if found is None:
        raise NotVisible(_("There are no themes here yet."))
    return found
