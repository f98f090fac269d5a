"""Markdown of people as HTML of ours: cleaned, with ``#INS-12`` and ``@Imani Okafor`` alive.

``render`` for one text, ``render_all`` for many with the same few queries. A reference that is all of its paragraph may
be unfolded to something larger. Our own drawing is put in after people's text was cleaned, so only we write markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Final

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from allied.kernel import markdown
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_standing_for
from allied.kernel.people.models import Member
from allied.kernel.talk.queries import names_for

Draw = Callable[[Node], Markup]
BLOCKS: Final = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"}
TABLE: Final = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS: Final = BLOCKS | TABLE | {"a", "code", "em", "s", "strong"}
ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES: Final = {"http", "https", "mailto"}
# Two characters that stand for nothing in any script. People's own are taken out before.
OPEN, CLOSE = "\ue000", "\ue001"


def render(text: str, *, actor: Member, unfold: Draw | None = None, headings_from: int = 3) -> Markup:
    """One text as HTML. References that the actor may not read, and names of nobody, stay text."""
    (made,) = render_all([text], actor=actor, unfold=unfold, headings_from=headings_from)
    return made


def render_all(
    texts: Iterable[str], *, actor: Member, unfold: Draw | None = None, headings_from: int = 3
) -> list[Markup]:
    """Many texts at once: one query for each kind of object they refer to, one for the people if any is mentioned.

    ``unfold`` draws a reference that is all of its paragraph; elsewhere, and without it, a reference is a link.
    ``headings_from`` is the level of the largest heading, from 2 to 6.
    """
    said = [text.replace(OPEN, "").replace(CLOSE, "") for text in texts]
    names = names_for(actor) if any("@" in text for text in said) else ()
    wanted = chain.from_iterable(markdown.references_in(text) for text in said)
    nodes = nodes_standing_for(wanted, actor=actor)
    link = partial(link_to, workspace_slug=actor.workspace.slug)
    return [_render(text, names, nodes, link, unfold, headings_from) for text in said]


def link_to(node: Node, *, workspace_slug: str) -> Markup:
    """``INS-12`` as a link whose title is what the object is called now; struck through when it has ended."""
    state = f" ({node.state_label.lower()})" if node.is_ended else ""
    name = Markup("<s>{}</s>").format(node.reference) if node.is_ended else node.reference
    return Markup('<a class="id" href="{}" title="{}">{}</a>').format(
        url_of(node, workspace_slug=workspace_slug), f"{node.title}{state}", name
    )


def _render(
    text: str, names: markdown.Names, nodes: dict[str, Node], link: Draw, unfold: Draw | None, headings_from: int
) -> Markup:
    kept: list[Markup] = []

    def keep(made: Markup) -> str:
        kept.append(made)
        return f"{OPEN}{len(kept) - 1}{CLOSE}"

    def drawn(by: Draw) -> Callable[[Token], str]:
        def reference(token: Token) -> str:
            named = token.meta["reference"]
            node = nodes.get(named)
            if node is None:
                return keep(Markup.escape(token.content))
            was = "" if node.reference == named else Markup(' <span class="muted">(was {})</span>').format(named)
            return keep(by(node) + was)

        return reference

    def mention(token: Token) -> str:
        return keep(Markup('<b class="mention">{}</b>').format(token.content.partition("/")[0]))

    draw = {"reference": drawn(link), "mention": mention} | ({"block": drawn(unfold)} if unfold else {})
    html = markdown.rendered(text, names=names, draw=draw, headings_from=headings_from)
    return _filled(_clean(html), kept)


def _clean(html: str) -> str:
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )


def _filled(html: str, kept: Sequence[Markup]) -> Markup:
    for number, made in enumerate(kept):
        html = html.replace(f"{OPEN}{number}{CLOSE}", made)
    return Markup(html)  # noqa: S704  people's text was cleaned, the rest was escaped where it was made
