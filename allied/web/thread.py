"""What the macros ``thread_strip`` and ``thread_panel`` draw. Whoever walks the thread fills these in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

By = Literal["both", "ux", "product", "none"]


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
    """The thread through one object: ``linked`` of ``total`` kinds of link are in place; ``more`` lie further."""

    entries: Sequence[Entry]
    linked: int
    total: int
    more: int = 0
