"""The sidebar. Slices register their entries in ``AppConfig.ready()``; an area without entries does not appear."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.figures import kept
from allied.kernel.nodes.addresses import address
from allied.kernel.people.models import Member
from allied.kernel.words import _

AREAS = ("", _("Understand"), _("Decide"), _("Deliver"), _("Learn"), _("Together"), _("Workspace"))
ICONS = {
    _("Understand"): "lightbulb",
    _("Decide"): "scale",
    _("Deliver"): "milestone",
    _("Learn"): "target",
    _("Together"): "users",
}
Count = Callable[[Member], int | list[datetime]]


@dataclass(frozen=True)
class Entry:
    """One place of the product.

    ``count`` tells how many things wait there for a member, or until when each does where a clock ends it; it is asked
    again once something happened in the workspace. ``waits`` says on Home what they ask.
    """

    area: str
    label: str
    url_name: str
    icon: str
    order: int
    key: str = ""
    count: Count | None = None
    permission: Permission = Permission.WORKSPACE_READ
    covers: tuple[str, ...] = ()
    waits: str = ""

    def holds(self, route: str) -> bool:
        """Whether a page with this URL name lies in this place."""
        return route == self.url_name or any(each in (route, route.partition(":")[0]) for each in self.covers)


@dataclass(frozen=True)
class Link:
    """An entry as the sidebar shows it: ``current`` is "page", "true" (inside of it) or ""."""

    label: str
    url: str
    icon: str
    key: str
    current: str
    count: int
    waits: str = ""


@dataclass(frozen=True)
class Area:
    """A part of the product. The first has no heading; the last, Workspace, stands at the foot of the sidebar."""

    label: str
    icon: str
    links: tuple[Link, ...]

    @property
    def is_foot(self) -> bool:
        return self.label == AREAS[-1]

    @property
    def current(self) -> bool:
        return any(link.current for link in self.links)


_entries: dict[str, Entry] = {}


def register(
    area: str,
    label: str,
    url_name: str,
    icon: str,
    *,
    order: int,
    key: str = "",
    count: Count | None = None,
    permission: Permission = Permission.WORKSPACE_READ,
    covers: Iterable[str] = (),
    waits: str = "",
) -> None:
    """Put a place into the sidebar; ``key`` is the letter that follows G, ``covers`` names or namespaces inside.

    Without it the namespace of ``url_name`` is covered; where many share a namespace, name its own pages.

    Raises:
        ValueError: the area is unknown, or another place has the same letter.
    """
    if area not in AREAS:
        raise ValueError(f"There is no area '{area}'. Known: {', '.join(filter(None, AREAS))}.")
    if key and any(entry.key == key and entry.url_name != url_name for entry in _entries.values()):
        raise ValueError(f"G {key.upper()} already goes to another place.")
    inside = tuple(covers) or ((url_name.partition(":")[0],) if ":" in url_name else ())
    _entries[url_name] = Entry(area, label, url_name, icon, order, key, count, permission, inside, waits)


def areas(member: Member, route: str = "", *, counts: bool = True) -> list[Area]:
    """The areas with the places that this member may open, in the order of the product; ``route`` is where they are.

    One query while nothing happens in the workspace; without ``counts`` nothing is asked of the database.
    """
    shown = []
    waiting = kept("sidebar", member, None, lambda: _counted(member)) if counts else {}
    for name in AREAS:
        found = sorted((e for e in _entries.values() if e.area == name), key=lambda e: (e.order, e.label))
        links = tuple(_link(entry, member, route, waiting) for entry in found if access.can(member, entry.permission))
        if links:
            shown.append(Area(name, ICONS.get(name, links[0].icon), links))
    return shown


def _counted(member: Member) -> dict[str, int | list[datetime]]:
    may_open = [entry for entry in _entries.values() if access.can(member, entry.permission)]
    return {entry.url_name: entry.count(member) for entry in may_open if entry.count}


def _link(entry: Entry, member: Member, route: str, waiting: Mapping[str, int | list[datetime]]) -> Link:
    found = waiting.get(entry.url_name, 0)
    current = "page" if route == entry.url_name else "true" if entry.holds(route) else ""
    return Link(
        label=entry.label,
        url=address(entry.url_name, workspace=member.workspace.slug),
        icon=entry.icon,
        key=entry.key,
        current=current,
        count=found if isinstance(found, int) else sum(end > timezone.now() for end in found),
        waits=entry.waits,
    )
