"""The saved lists of one list: which there are, which is open, and the list with which a member begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo
from allied.kernel.saved_lists import actions
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.saved_lists.queries import default_of, saved_list, saved_lists
from allied.kernel.words import _
from allied.web.http import MemberRequest, is_htmx

PASSING = ("page", "list", "item")  # of an address, what is no part of a saved list


@dataclass(frozen=True)
class Menu:
    """The saved lists that a member may open here, and which of them the address shows."""

    lists: list[SavedList]
    current: SavedList | None
    query: str
    member: Member

    @property
    def is_changed(self) -> bool:
        """Whether the open list shows something else than what was saved."""
        return self.current is not None and self.current.query != self.query

    @property
    def may_change(self) -> bool:
        current = self.current
        if current is None:
            return False
        is_own = current.owner_id == self.member.pk
        return is_own or (current.is_shared and access.can(self.member, Permission.WORKSPACE_MANAGE))


def menu(list_key: str, values: QueryDict, *, member: Member) -> Menu:
    """The menu of saved lists: one query."""
    found = list(saved_lists(list_key, actor=member))
    chosen = values.get("list", "")
    current = next((saved for saved in found if str(saved.pk) == chosen), None)
    return Menu(found, current, query_of(values), member)


def query_of(values: QueryDict) -> str:
    """What of an address makes the list what it is, in one order."""
    pairs = [(name, value) for name, given in sorted(values.lists()) for value in given if value]
    return urlencode([pair for pair in pairs if pair[0] not in PASSING], safe="~,")


def begins_with_default(list_key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For the view of a list: without anything in its address it begins with the list that the member chose.

    ``?list=all`` is all of it.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def opened(request: MemberRequest) -> HttpResponse:
            if not request.GET and not is_htmx(request):
                saved = default_of(list_key, actor=request.member)
                if saved is not None:
                    return redirect(f"{request.path}?{address_of(saved)}")
            answer: HttpResponse = view(request)
            return answer

        return opened

    return decorate


def of_change(saved: SavedList, before: dict[str, Any]) -> Undo | None:
    """Gives the list its former name, address and readers again; None where nothing changed."""
    given = {"saved": saved.pk, "to": before, "after": said(saved)}
    return Undo("saved_list.changed", given) if before != given["after"] else None


def of_default(list_key: str, before: int | None, after: int | None) -> Undo | None:
    """Begins again with the list with which the member began before; None where that is the same."""
    return Undo("saved_list.default", {"list": list_key, "to": before, "after": after}) if before != after else None


def said(saved: SavedList) -> dict[str, Any]:
    """What of a saved list can be changed."""
    return {"name": saved.name, "query": saved.query, "is_shared": saved.is_shared}


def default_id(list_key: str, *, actor: Member) -> int | None:
    """The saved list with which the actor begins."""
    found = default_of(list_key, actor=actor)
    return found.pk if found else None


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    saved = saved_list(given["saved"], actor=actor)
    _require(said(saved) == given["after"])
    actions.change_list(saved, **given["to"], actor=actor)
    return _("The list “%(name)s” is as before.", name=saved.name)


def _begin_as_before(given: dict[str, Any], *, actor: Member) -> str:
    _require(default_id(given["list"], actor=actor) == given["after"])
    to = given["to"]
    actions.begin_with(given["list"], None if to is None else saved_list(to, actor=actor), actor=actor)
    return _("The list begins as before.")


def _require(stands: bool) -> None:
    if not stands:
        raise InvalidState(_("It was changed again since. Nothing was changed."))


def register_undo() -> None:
    undo.register("saved_list.changed", _put_back)
    undo.register("saved_list.default", _begin_as_before)


def address_of(saved: SavedList) -> str:
    """The query of the address that opens it."""
    return "&".join(filter(None, [saved.query, f"list={saved.pk}"]))
