"""What the frame of every page needs: who, where, which product, which entries, which theme."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from allied.kernel.nodes.addresses import address_if_any
from allied.kernel.nodes.bindings import kind_of_page
from allied.kernel.nodes.models import Node, Threaded
from allied.kernel.people import queries as people
from allied.kernel.people.models import Member, Preferences, Product, Workspace
from allied.kernel.personal import queries as personal
from allied.kernel.talk.notices import waiting_for
from allied.web import appearance, navigation, running
from allied.web import help as help_texts

PRODUCT_KEY = "product-of-{}"


class Layout:
    """The frame of one page. Everything is worked out when the layout asks for it, so a fragment pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.member: Member | None = getattr(request, "member", None)
        self._shown: tuple[Any, ...] = ()
        self.appearance = appearance.of(request, self.preferences)

    @property
    def workspace(self) -> Workspace | None:
        return self.member.workspace if self.member else None

    @property
    def preferences(self) -> Preferences:
        """What the person prefers; read with the member, so it costs nothing."""
        return people.preferences_of(self.member.user if self.member else None)

    @cached_property
    def node(self) -> Node | None:
        """The object whose own page this is; None on every other page. No query where the page shows what it read."""
        match = self.request.resolver_match
        reference = match.kwargs.get("reference", "") if match else ""
        kind = kind_of_page(match.view_name) if match and reference else ""
        if not self.member or not kind:
            return None
        here = (self.member.workspace_id, kind, reference.upper())
        for one in self._shown:
            if isinstance(one, Threaded) and (one.node.workspace_id, one.node.kind, one.node.reference) == here:
                return one.node
        return Node.objects.visible_to(self.member).referred(reference).filter(kind=kind).first()

    def shows(self, values: Iterable[Any]) -> None:
        """What the page is drawn from, as the actor's view read it."""
        self._shown = tuple(values)

    @property
    def help(self) -> help_texts.Help:
        """What the “?” of this page says."""
        match = self.request.resolver_match
        return help_texts.help_for(match.view_name if match else "")

    @property
    def moment(self) -> datetime:
        """When this page was made: what others do later waits until somebody asks for it."""
        return timezone.now()

    @cached_property
    def favorites(self) -> list[Node]:
        return personal.favorites(actor=self.member) if self.member else []

    @cached_property
    def running(self) -> list[running.Work]:
        """What the member set going in the background and may have left."""
        return running.running(self.member) if self.member else []

    @cached_property
    def products(self) -> list[Product]:
        return people.products_once(self.member) if self.member else []

    @cached_property
    def product(self) -> Product | None:
        """The product that the member works on now; None stands for all of them."""
        chosen = self.request.session.get(PRODUCT_KEY.format(self.member.workspace_id)) if self.member else None
        return next((p for p in self.products if p.pk == chosen), None)

    @cached_property
    def others(self) -> list[Member]:
        """Memberships of the same person in other workspaces."""
        if not (self.member and self.member.user):
            return []
        return [m for m in people.memberships(self.member.user) if m.pk != self.member.pk]

    @cached_property
    def areas(self) -> list[navigation.Area]:
        match = self.request.resolver_match
        return navigation.areas(self.member, match.view_name if match else "") if self.member else []

    @cached_property
    def unread(self) -> int:
        """How many notifications wait for the member, up to 100: one query."""
        return waiting_for(self.member) if self.member else 0

    @property
    def tabs(self) -> list[navigation.Area]:
        """The areas in the bar at the bottom of a phone: four, since the fifth place is the menu's."""
        return [area for area in self.areas if not area.is_foot][:4]

    @cached_property
    def messages(self) -> list[Any]:
        return list(messages.get_messages(self.request))

    def place(self, url_name: str) -> str:
        """The address of a page that another part of the product brings, or "" while that part is absent."""
        inside = address_if_any(url_name, workspace=self.member.workspace.slug) if self.member else ""
        return inside or address_if_any(url_name)

    def home_of(self, member: Member) -> str:
        """The first page of another workspace."""
        return address_if_any("home", workspace=member.workspace.slug) or "/"


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``layout`` and ``member``."""
    layout = getattr(request, "layout", None) or Layout(request)
    return {"layout": layout, "member": layout.member}
