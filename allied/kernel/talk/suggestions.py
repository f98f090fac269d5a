"""What may stand after ``@`` or ``#``, while somebody types it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.talk.queries import names_for
from allied.kernel.text import normalize

MOST: Final = 8
_BEGUN: Final = re.compile(r"^([a-z]{1,5})(?:-([0-9]{0,9}))?$", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Suggestion:
    """``insert`` replaces what was typed, with its mark; ``words`` and ``detail`` tell what it is."""

    insert: str
    words: str
    detail: str = ""


def people(text: str, *, actor: Member) -> list[Suggestion]:
    """Members whose name, or a later word of it, begins with ``text``: one query."""
    wanted = normalize(text.strip())
    found = [name for name in names_for(actor) if f" {name.folded}".find(f" {wanted}") >= 0]
    ranked = sorted(found, key=lambda name: (not name.folded.startswith(wanted), name.folded))
    return [Suggestion(f"@{name.written}", name.written) for name in ranked[:MOST]]


def objects(text: str, *, actor: Member) -> list[Suggestion]:
    """Objects by the beginning of their reference, else by words; without text, those that changed last."""
    text = text.strip()
    found = _begun(text, actor) or (find(actor=actor, text=text, limit=MOST).nodes if text else [])
    return [Suggestion(f"#{node.reference}", node.title, node.reference) for node in found]


def _begun(text: str, actor: Member) -> list[Node]:
    nodes = Node.objects.visible_to(actor).filter(archived_at=None)
    if not text:
        return list(nodes.order_by("-updated_at")[:MOST])
    match = _BEGUN.match(text)
    letters, number = (match[1].upper(), match[2] or "") if match else ("", "")
    kinds = [kind.name for key, kind in BY_LETTERS.items() if key.startswith(letters)] if letters else []
    if not kinds:
        return []
    nodes = nodes.filter(kind__in=kinds)
    if number:
        nodes = nodes.filter(number__startswith=number.lstrip("0"))
        return list(nodes.order_by("number")[:MOST])
    return list(nodes.order_by("-created_at")[:MOST])
