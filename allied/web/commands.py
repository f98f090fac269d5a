"""What the command palette offers to do. Slices register their commands in ``AppConfig.ready()``, like navigation.

One line brings a command::

    commands.register("New insight", "insights:new", "plus", permission=Permission.INSIGHT_DRAFT, also="claim")

The places of the sidebar are commands by themselves, and the acts on the object of a page are its own buttons, which
the palette finds there. So neither is registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.people.models import Member
from allied.kernel.text import words
from allied.kernel.words import _
from allied.web import appearance, navigation
from allied.web.layout import Layout

GROUPS = (_("Do"), _("Go to"), _("Settings"), _("Switch"))


@dataclass(frozen=True)
class Command:
    """One thing to do. ``given`` goes into the address beside the workspace, ``after`` behind it (``#keys``).

    ``also``: other words by which people ask for it.
    """

    label: str
    url_name: str
    icon: str
    group: str
    order: int
    permission: Permission
    also: str
    given: Mapping[str, str]
    after: str


@dataclass(frozen=True)
class Offer:
    """A command as one member gets it: a page to open, or an address to post ``name`` = ``value`` to."""

    label: str
    url: str
    icon: str
    group: str
    keys: str = ""
    also: str = ""
    name: str = ""
    value: str = ""
    posts: bool = False

    @property
    def words(self) -> str:
        """Everything that finds it, without accents, in lower case."""
        return " ".join(words(f"{self.label} {self.also}"))

    def answers(self, asked: Iterable[str]) -> bool:
        """Whether each of the words begins one of its own."""
        own = self.words.split()
        return all(any(word.startswith(part) for word in own) for part in asked)


_commands: dict[str, Command] = {}


def register(
    label: str,
    url_name: str,
    icon: str,
    *,
    group: str = _("Do"),
    order: int = 50,
    permission: Permission = Permission.WORKSPACE_READ,
    also: str = "",
    given: Mapping[str, str] | None = None,
    after: str = "",
) -> None:
    """Offer a page of the workspace in the palette, to those with the permission.

    Raises:
        ValueError: there is no such group.
    """
    if group not in GROUPS:
        raise ValueError(f"There is no group '{group}' of commands. Known: {', '.join(GROUPS)}.")
    _commands[label] = Command(label, url_name, icon, group, order, permission, also, given or {}, after)


def offers(layout: Layout) -> list[Offer]:
    """Everything that the member may do from any page, by group, then in the order of the slices."""
    if layout.member is None:
        return []
    found = [*_registered(layout.member), *_places(layout.member), *_switches(layout), *_appearances()]
    return sorted(found, key=lambda offer: GROUPS.index(offer.group))


def matching(layout: Layout, text: str) -> list[Offer]:
    """The commands that a text asks for; none for an empty one."""
    asked = words(text)
    return [offer for offer in offers(layout) if asked and offer.answers(asked)]


def _registered(member: Member) -> Iterator[Offer]:
    for one in sorted(_commands.values(), key=lambda command: (command.order, command.label)):
        if access.can(member, one.permission):
            place = reverse(one.url_name, kwargs={"workspace": member.workspace.slug, **one.given})
            yield Offer(one.label, place + one.after, one.icon, one.group, also=one.also)


def _places(member: Member) -> Iterator[Offer]:
    for area in navigation.areas(member, counts=False):
        for link in area.links:
            keys = f"G {link.key.upper()}" if link.key else ""
            yield Offer(link.label, link.url, link.icon, _("Go to"), keys, also=f"go open {area.label}")


def _switches(layout: Layout) -> Iterator[Offer]:
    place = layout.place("web:product")
    for name, slug in [(_("All products"), ""), *((product.name, product.slug) for product in layout.products)]:
        yield Offer(
            name, place, "box", _("Switch"), also="product switch change", name="product", value=slug, posts=True
        )
    for other in layout.others:
        yield Offer(
            other.workspace.name, layout.home_of(other), "building-2", _("Switch"), also="workspace switch change"
        )


def _appearances() -> Iterator[Offer]:
    place = reverse("web:appearance")
    icons = {"system": "monitor", "light": "sun", "dark": "moon", "comfortable": "rows-3", "compact": "rows-4"}
    for name, choices in [("theme", appearance.THEMES), ("density", appearance.DENSITIES)]:
        for value, label in choices.items():
            words = f"{name.capitalize()}: {label.lower()}"
            yield Offer(
                words, place, icons[value], _("Switch"), also="appearance mode", name=name, value=value, posts=True
            )
