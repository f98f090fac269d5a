"""docs/reference: kinds, relations, permissions, settings and the API, written from the code itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from allied.domains.rituals.rules import MAY_HAPPEN as MEETINGS
from allied.domains.roadmap.rules import FROM as ITEMS
from allied.kernel.access.catalogue import GRANTS, MEANINGS, Permission
from allied.kernel.nodes.catalogue import KINDS, Kind
from allied.kernel.people.catalogue import Role
from allied.kernel.thread.catalogue import RELATIONS, Relation
from allied.settings.variables import VARIABLES, Variable
from allied.site.api.documents import document

__all__ = ["Path", "pages"]
MADE = "Made from the code by `allied reference`; do not edit.\n"


def pages() -> dict[str, str]:
    """Every page of the reference by its file name, but for the command line's own."""
    from allied.stats.reference_page import pages as statistics  # noqa: PLC0415  it imports numpy and scipy

    return {
        "kinds.md": kinds(),
        "states.md": states(),
        "relations.md": relations(),
        "permissions.md": permissions(),
        "settings.md": settings(),
        "openapi.json": json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        **statistics(),
    }


def kinds() -> str:
    """What can be linked, cited and found."""
    head = ["Reference", "Kind", "Name in code", "Stage", "States", "Claim", "Evidence"]
    return _page("Kinds of objects", _table(head, [_kind(kind) for kind in KINDS.values()]))


def _kind(kind: Kind) -> list[str]:
    states = [f"{label} (ended)" if name in kind.ended else label for name, label in kind.states.items()]
    return [
        f"{kind.letters}-1",
        kind.label,
        f"`{kind.name}`",
        kind.stage.value,
        ", ".join(states),
        _yes(kind.is_claim),
        _yes(kind.is_evidence),
    ]


# What leads from one state of a kind to another, as the rules of its slice say it.
MAY_HAPPEN: dict[str, Mapping[Any, Sequence[str]]] = {
    "item": {state: [to for to, begins in ITEMS.items() if state in begins] for state in ITEMS},
    "meeting": MEETINGS,
}


def states() -> str:
    """A diagram of each kind whose slice says which state may follow which."""
    parts = [
        f"## {KINDS[kind].label}\n\n```mermaid\n{_diagram(KINDS[kind], ends)}```\n" for kind, ends in MAY_HAPPEN.items()
    ]
    return _page("States", "\n".join(parts))


def _diagram(kind: Kind, ends: Mapping[Any, Sequence[str]]) -> str:
    lines = ["stateDiagram-v2", *(f"    {name}: {label}" for name, label in kind.states.items())]
    lines.append(f"    [*] --> {kind.first_state}")
    lines += [f"    {state} --> {to}" for state in kind.states for to in ends[state]]
    return "\n".join(lines) + "\n"


def relations() -> str:
    """What may be linked with what, and which way."""
    head = ["Relation", "Reads", "Reads back", "Joins", "Carries evidence", "No circles"]
    return _page("Relations", _table(head, [_relation(one) for one in RELATIONS.values()]))


def _relation(one: Relation) -> list[str]:
    pairs = sorted(one.pairs, key=lambda pair: (list(KINDS).index(pair[0]), list(KINDS).index(pair[1])))
    joined = ", ".join(f"{source} → {target}" for source, target in pairs)
    return [f"`{one.name}`", one.forward, one.inverse, joined, _yes(one.evidential), _yes(one.acyclic)]


def permissions() -> str:
    """Who may do what."""
    head = ["Permission", "Means", *(role.label for role in Role)]
    rows = [[f"`{one}`", MEANINGS[one], *(_yes(one in GRANTS[role]) for role in Role)] for one in sorted(Permission)]
    more = "\nContributors also edit what they made themselves while it is a draft, an idea or a proposal.\n"
    return _page("Permissions and roles", _table(head, rows) + more)


def settings() -> str:
    """The environment variables."""
    return _page("Settings", _table(["Variable", "Default", "Meaning"], [_variable(one) for one in VARIABLES]))


def _variable(one: Variable) -> list[str]:
    secret = " Secret." if one.is_secret else ""
    return [f"`{one.name}`", f"`{one.default}`" if one.default else "", one.meaning + secret]


def _page(title: str, body: str) -> str:
    return f"# {title}\n\n{MADE}\n{body}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _yes(holds: bool) -> str:
    return "yes" if holds else ""
