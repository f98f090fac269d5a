"""What the macros ``thread_strip`` and ``thread_panel`` draw. Whoever walks the thread fills these in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.thread import panel as kernel
from allied.kernel.thread.panel import By
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.jinja import url

MAKERS: dict[tuple[str, tuple[str, ...]], str] = {
    ("insight", ("opportunity",)): "flows:new-opportunity",
    ("opportunity", ("item",)): "flows:new-item",
}


@dataclass(frozen=True)
class Stage:
    """One bead of the strip: a kind of thing on this thread, how many there are, and who took part."""

    label: str
    icon: str
    count: int = 0
    by: By = "both"
    current: bool = False
    gap: bool = False
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One place of the panel: an object, this object, or a gap with the button that fills it.

    ``label`` is the kind of thing ("Evidence"), ``meta`` one quiet line, ``strength`` what the macro of that name
    takes. For a gap: the sentence in ``gap``, and ``action_posts`` when the button posts instead of leading on.
    """

    label: str
    icon: str
    by: By = "both"
    title: str = ""
    reference: str = ""
    url: str = ""
    meta: str = ""
    strength: Any = None
    current: bool = False
    gap: str = ""
    action_label: str = ""
    action_url: str = ""
    action_posts: bool = False
    action_fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """The thread through one object: ``linked`` of ``total`` kinds of link are in place; ``more`` lie further.

    ``reference`` names the object, for the links to the explorer; "" leaves them out. ``pages`` discuss it.
    """

    entries: Sequence[Entry]
    linked: int
    total: int
    more: int = 0
    reference: str = ""
    pages: Sequence[Node] = ()


def strip(found: kernel.Panel) -> list[Stage]:
    """The thread through one object as a row of beads."""
    return [
        Stage(
            label=stage.spec.label,
            icon=stage.spec.icon,
            count=stage.count,
            by=stage.by,
            current=stage.is_current,
            gap=bool(stage.gap),
            url="#thread",
        )
        for stage in found.stages
        if stage.count or stage.gap
    ]


def drawn(found: kernel.Panel, *, workspace_slug: str, may_fill: bool = True) -> Panel:
    """The thread through one object as a list of places; each gap with the button that fills it, for who may."""
    entries = [entry for stage in found.stages for entry in _stage(stage, found, workspace_slug, may_fill)]
    reference = found.node.reference
    return Panel(
        entries, linked=found.linked, total=len(found.stages), more=found.more, reference=reference, pages=found.pages
    )


def _stage(stage: kernel.Stage, found: kernel.Panel, slug: str, may_fill: bool) -> Iterator[Entry]:
    if stage.gap:
        yield _gap(stage) if may_fill else replace(_gap(stage), action_url="")
    hidden = stage.count - len(stage.entries)
    for place, entry in enumerate(stage.entries, start=1):
        node, is_current = entry.node, entry.node.pk == found.node.pk
        yield Entry(
            label=_("This %(label)s", label=node.spec.label.lower()) if is_current else node.spec.label,
            icon=node.spec.icon,
            by=entry.by,
            title=node.title,
            reference=node.reference,
            url=url_of(node, workspace_slug=slug),
            meta=_("and %(hidden)s", hidden=plural(hidden, "other"))
            if hidden > 0 and place == len(stage.entries)
            else "",
            strength=entry.strength,
            current=is_current,
        )


def _address(fill: kernel.Fill) -> str:
    """The page that makes what is missing in one step, where there is one; else the page that links what exists."""
    anchor = fill.anchor
    if maker := MAKERS.get((anchor.kind, fill.kinds)):
        return f"{url(maker)}?{urlencode({'from': anchor.reference})}"
    way = f"{fill.relation}:{'out' if fill.anchor_is_source else 'in'}"
    return f"{url('flows:link')}?{urlencode({'node': anchor.reference, 'as': way})}"


def _gap(stage: kernel.Stage) -> Entry:
    assert stage.fill is not None  # noqa: S101  a gap is what can be filled
    address = _address(stage.fill)
    return Entry(
        label=stage.spec.label,
        icon=stage.spec.icon,
        by="none",
        gap=stage.gap,
        action_label=stage.fill.label,
        action_url=address,
    )
