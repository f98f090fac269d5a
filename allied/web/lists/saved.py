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
from allied.kernel.people.models import Member
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.saved_lists.queries import default_of, saved_lists
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


def address_of(saved: SavedList) -> str:
    """The query of the address that opens it."""
    return "&".join(filter(None, [saved.query, f"list={saved.pk}"]))
