"""One kind of object as programs meet it: found by either name, shown one way, changed by its slice's actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Schema
from pydantic import BaseModel

from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.thread import strength
from allied.web.api import answers, custom
from allied.web.api.bodies import patched, written
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import reference_of
from allied.web.api.guard import ApiRequest
from allied.web.api.pages import Order, PageQuery, page

T = TypeVar("T", bound=Threaded)


def _leave(found: Threaded, said: Mapping[str, Any], *, actor: Member) -> None:
    """What a PATCH of custom fields alone does to the rest: its rules are not asked."""


class Resource(Generic[T]):
    """What the routers of all slices have in common.

    ``find`` takes a reference and ``actor``; ``show`` takes many objects and ``actor``, and asks a fixed number of
    queries. ``writable`` are the fields that PUT and PATCH set; ``addresses`` tell for others what changes them.
    """

    def __init__(
        self,
        kind: str,
        *,
        find: Callable[..., T],
        show: Callable[..., Sequence[Schema]],
        writable: Sequence[str],
        addresses: Mapping[str, str],
    ) -> None:
        self.kind, self._find, self._show = kind, find, show
        self.writable, self.addresses = writable, addresses

    def find(self, request: ApiRequest, name: str) -> T:
        """Raises: NotVisible, unless the name is the id or reference of one in the token's workspace."""
        return self._find(reference_of(name, self.kind, actor=request.member), actor=request.member)

    def shape(self, request: ApiRequest, one: T) -> Schema:
        (made,) = self._shown(request, [one])
        return made

    def some(self, request: ApiRequest, rows: QuerySet[T], query: PageQuery, order: Order) -> HttpResponse:
        """One page of the list."""
        found = page(request, rows, query, order)
        return answers.some(request, self._shown(request, found.rows), found)

    def read(self, request: ApiRequest, name: str, *, status: int = 200) -> HttpResponse:
        made = self.shape(request, self.find(request, name))
        location = str(getattr(made, "href", "")) if status == 201 else ""
        return answers.one(request, made, status=status, location=location)

    def replace(self, request: ApiRequest, name: str, body: BaseModel, edit: Callable[..., Any]) -> HttpResponse:
        """PUT: every writable field, and no other one changed. ``edit`` takes the object and the fields."""
        with self._unchanged(request, name):
            found = self.find(request, name)
            now = answers.shown(self.shape(request, found))
            said = written(body, now, self.addresses)
            fields = custom.whole(said.pop("fields", {}), now.get("fields", {}))
            self._write(request, found, said, fields, edit)
        return self.read(request, name)

    def change(self, request: ApiRequest, name: str, body: BaseModel, edit: Callable[..., Any]) -> HttpResponse:
        """PATCH: the fields that came, the others as they stand."""
        with self._unchanged(request, name):
            found = self.find(request, name)
            now = answers.shown(self.shape(request, found))
            said = patched(body, {field: now[field] for field in self.writable})
            fields = said.pop("fields", {}) if "fields" in body.model_fields_set else {}
            said.pop("fields", None)
            self._write(request, found, said, fields, edit if body.model_fields_set != {"fields"} else _leave)
        return self.read(request, name)

    def act(self, request: ApiRequest, name: str, action: Callable[..., Any], *also: Any, **more: Any) -> HttpResponse:
        """Do one act to the object and answer with what it is then."""
        with self._unchanged(request, name):
            action(self.find(request, name), *also, actor=request.member, **more)
        return self.read(request, name)

    def fill(self, request: ApiRequest, made: T, body: BaseModel) -> None:
        """Fill in the custom fields that the body of a POST gives, inside the transaction that made the object."""
        if fields := getattr(body, "fields", {}):
            custom.write(made.node, fields, actor=request.member)

    def _shown(self, request: ApiRequest, rows: Sequence[T]) -> Sequence[Schema]:
        """Many as they are shown, with their custom fields."""
        made = self._show(rows, actor=request.member)
        custom.fill_in(made, [row.node for row in rows], self.kind, actor=request.member)
        return made

    @transaction.atomic
    def _write(
        self, request: ApiRequest, found: T, said: dict[str, Any], fields: custom.Given, edit: Callable[..., Any]
    ) -> None:
        edit(found, said, actor=request.member)
        if fields:
            custom.write(found.node, fields, actor=request.member)

    @contextmanager
    def _unchanged(self, request: ApiRequest, name: str) -> Iterator[None]:
        """Let a write happen only to what ``If-Match`` says, with the row held until it is done.

        Raises:
            Refusal: 412, when the object changed since.
        """
        if_match = request.headers.get("If-Match", "")
        if not if_match:
            yield
            return
        with transaction.atomic():
            held = self.find(request, name).node
            strength.serialize(held.workspace_id)  # before the node, as every action that needs both does
            nodes.lock(held)
            check_unchanged(if_match, answers.shown(self.shape(request, self.find(request, name))))
            yield
