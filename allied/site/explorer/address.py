"""What the address of the explorer says: which filters, what is unfolded, what is chosen. All of it can be shared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.queries import nodes_called
from allied.kernel.people.models import Member
from allied.kernel.thread.around import Asked, Stance
from allied.kernel.thread.catalogue import RELATIONS

UNFOLDED_AT_MOST = 8  # each stands in every address of the page


@dataclass(frozen=True)
class Address:
    """Names as people read them; ``unfold`` and ``at`` are references. Unknown values count as none."""

    kinds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    stance: str = ""
    unfold: tuple[str, ...] = ()
    at: str = ""

    @classmethod
    def of(cls, values: QueryDict) -> Address:
        stance = values.get("stance", "")
        return cls(
            kinds=tuple(name for name in KINDS if name in values.getlist("kind")),
            relations=tuple(name for name in RELATIONS if name in values.getlist("relation")),
            stance=stance if stance in list(Stance) else "",
            unfold=tuple(dict.fromkeys(filter(None, values.get("unfold", "").split(","))))[-UNFOLDED_AT_MOST:],
            at=values.get("at", "").strip().upper()[:20],
        )

    def url(self, **changes: Any) -> str:
        """The address of the same page with changes, relative to it."""
        now = replace(self, **changes)
        pairs = [("kind", kind) for kind in now.kinds] + [("relation", name) for name in now.relations]
        pairs += [("stance", now.stance)] * bool(now.stance) + [("unfold", ",".join(now.unfold))] * bool(now.unfold)
        pairs += [("at", now.at)] * bool(now.at)
        return f"?{urlencode(pairs, safe=',')}"

    def choosing(self, reference: str) -> str:
        return f"{self.url(at=reference)}#chosen"

    def unfolding(self, reference: str) -> str:
        """The same with more of what is at that object, and back at its place in the list."""
        return f"{self.url(unfold=(*self.unfold, reference))}#{reference}"

    @property
    def is_filtered(self) -> bool:
        return bool(self.kinds or self.relations or self.stance)

    def asked(self, actor: Member) -> Asked:
        """The same as the kernel asks it: one query a kind of what is unfolded."""
        unfolded = nodes_called(self.unfold, actor=actor).values()
        return Asked(
            kinds=frozenset(self.kinds),
            relations=frozenset(self.relations),
            stance=Stance(self.stance),
            unfolded=frozenset(node.pk for node in unfolded),
        )
