"""How parts of a sentence become one message: words with a name in the place of each value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jinja2 import nodes

from allied.web.words.html import Part

RUNTIME = "allied.web.words.runtime"
_SPACE = re.compile(r"\s+")


@dataclass
class Message:
    """A message being put together: its text, and what stands for each name in it."""

    text: str = ""
    values: dict[str, nodes.Expr] = field(default_factory=dict)
    tags: dict[str, nodes.Expr] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Add characters, or a value under a name of its own."""
        if isinstance(part, str):
            self.text += _SPACE.sub(" ", part).replace("%", "%%")
        else:
            self.text += f"%({self._name(part)})s"

    def open(self, name: str, tag: nodes.Expr) -> None:
        """Add an opening tag; its attributes are no business of a translator."""
        short, n = f"<{name}>", 2
        while short in self.tags:
            short, n = f"<{name}{n}>", n + 1
        self.tags[short] = tag
        self.text += short

    def _name(self, value: nodes.Expr) -> str:
        key = repr(value)
        if key not in self._known:
            base = name = re.sub(r"\W", "", name_of(value)).lower() or "value"
            n = 2
            while name in self.values:
                name, n = f"{base}{n}", n + 1
            self.values[name] = value
            self._known[key] = name
        return self._known[key]

    @property
    def source(self) -> str:
        """The message as a catalog holds it: a percent sign is doubled only where values are filled in."""
        return self.text if self.values else self.text.replace("%%", "%")


def name_of(value: nodes.Node) -> str:
    """What a translator reads in the place of an expression: ``node.reference`` is %(reference)s."""
    if isinstance(value, nodes.Name):
        return value.name
    if isinstance(value, nodes.Getattr):
        return value.attr
    if isinstance(value, nodes.Getitem) and isinstance(value.arg, nodes.Const):
        return str(value.arg.value)
    if isinstance(value, nodes.Filter) and value.node is not None:
        return name_of(value.node)
    if isinstance(value, nodes.Call):
        return name_of(value.node)
    if isinstance(value, nodes.CondExpr):
        return name_of(value.expr1) if not isinstance(value.expr1, nodes.Const) else "value"
    return "value"


def call(name: str, *args: nodes.Expr) -> nodes.Call:
    """A call of one of the functions in ``runtime``."""
    return nodes.Call(nodes.ImportedName(f"{RUNTIME}.{name}"), list(args), [], None, None)


def dictionary(found: dict[str, nodes.Expr]) -> nodes.Dict:
    """A dict of expressions."""
    return nodes.Dict([nodes.Pair(nodes.Const(name), value) for name, value in found.items()])


def joined(parts: list[nodes.Expr]) -> nodes.Expr:
    """Several expressions as one, each escaped as it would be on the page."""
    return parts[0] if len(parts) == 1 else call("joined", *parts)


def verbatim(text: str) -> nodes.Expr:
    """Characters of the template itself, which are markup."""
    return nodes.MarkSafe(nodes.Const(text))
