"""Markdown as people write it here: CommonMark, tables, ~~struck~~, no raw HTML, and two marks of our own.

``#INS-12`` refers to an object and ``@Imani Okafor`` to a member of the workspace. Neither is read inside code, nor
inside the words of a link. What they become is said by ``web.markdown``; who and what they are, by the caller.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from allied.kernel.text import normalize

REFERENCE: Final = re.compile(r"#([A-Za-z]{2,5}-[1-9][0-9]{0,8})(?![\w-])", re.ASCII)
_BEFORE: Final = re.compile(r"[\w/&#@]", re.UNICODE)
SMALLEST_HEADING: Final = 6


class Name(NamedTuple):
    """What stands after ``@`` for a member: as written, as compared, and the member's id."""

    written: str
    folded: str
    member: int


Names = Sequence[Name]


def names_of(members: Iterable[tuple[int, str]]) -> Names:
    """How members (id, name) are mentioned, longest first; where two share a name, with the id: ``Kim/12``."""
    people = [(number, " ".join(name.split())) for number, name in members]
    held = Counter(normalize(name) for _, name in people)
    found = [
        Name(said, normalize(said), number)
        for number, name in people
        for said in ([name] if held[normalize(name)] == 1 else [f"{name}/{number}"])
    ]
    return sorted(found, key=lambda name: -len(name.written))


def tokens(text: str, names: Names = ()) -> list[Token]:
    """The text as block tokens. Inline tokens ``reference`` and ``mention`` carry what they name in ``meta``."""
    return parser().parse(text, {"names": names})


def references_in(text: str) -> list[str]:
    """Every reference of a text, upper case, each once, in its order. The objects need not exist."""
    if "#" not in text:
        return []
    return list(dict.fromkeys(token.meta["reference"] for token in _inline(tokens(text), "reference")))


def largest_heading(text: str) -> int:
    """The level of the largest heading in a text, 1 to 6; 1 where there is none."""
    levels = [int(token.tag[1:]) for token in tokens(text) if token.type == "heading_open"]
    return min(levels, default=1)


def mentioned_in(text: str, names: Names) -> list[int]:
    """The ids of the members whom a text mentions, each once, in its order."""
    if "@" not in text:
        return []
    return list(dict.fromkeys(token.meta["member"] for token in _inline(tokens(text, names), "mention")))


def rendered(text: str, *, names: Names, draw: Mapping[str, Callable[[Token], str]], headings_from: int) -> str:
    """HTML that is not yet safe. ``draw`` says what a ``reference``, a ``mention`` and, where a reference is all of its
    paragraph, a ``block`` becomes."""
    found = tokens(text, names)
    for token in found:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + headings_from - 1, SMALLEST_HEADING)}"
    if "block" in draw:
        _open_blocks(found)
    return str(parser().renderer.render(found, parser().options, {"draw": draw}))


def _open_blocks(found: Sequence[Token]) -> None:
    """Make a paragraph that is one reference a ``block``, which may be drawn as more than a phrase."""
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        children = token.children or []
        if before.type == "paragraph_open" and [child.type for child in children] == ["reference"]:
            before.hidden = after.hidden = True
            children[0].type = "block"


@cache
def parser() -> MarkdownIt:
    """The one parser of this process."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    made.disable(["html_inline", "html_block", "image"])
    made.inline.ruler.push("reference", _reference)
    made.inline.ruler.push("mention", _mention)
    for kind in ("reference", "mention", "block"):
        made.add_render_rule(kind, _drawn)
    return made


def _drawn(_: Any, found: Sequence[Token], at: int, options: Any, env: Mapping[str, Any]) -> str:
    token = found[at]
    return str(env["draw"][token.type](token))


def _reference(state: StateInline, silent: bool) -> bool:
    match = REFERENCE.match(state.src, state.pos)
    if not match or not _may_begin(state):
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta = match.group(), {"reference": match.group(1).upper()}
    state.pos = match.end()
    return True


def _mention(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "@" or not _may_begin(state):
        return False
    for name in state.env.get("names", ()):
        end = state.pos + 1 + len(name.written)
        if normalize(state.src[state.pos + 1 : end]) == name.folded and not state.src[end : end + 1].isalnum():
            if not silent:
                token = state.push("mention", "", 0)
                token.content, token.meta = state.src[state.pos : end], {"member": name.member}
            state.pos = end
            return True
    return False


def _may_begin(state: StateInline) -> bool:
    """Not within a word, an address or the words of a link."""
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    return state.linkLevel == 0 and not (before and _BEFORE.match(before))


def _inline(found: Iterable[Token], kind: str) -> Iterator[Token]:
    for token in found:
        yield from (child for child in token.children or () if child.type == kind)
