"""What somebody wrote into an e-mail, apart from what it quotes, its signature and its markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "section"})
_WROTE = re.compile(
    r"(?:on|am|le|el|il|op)\b[^\n]{4,200}(?:\n[^\n]{1,200})?"
    r"\b(?:wrote|writes|schrieb(?: [^\n]{0,80})?|a écrit|escribió|ha scritto|schreef)\s?:\s*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"(?:-{3,}\s*(?:original message|ursprüngliche nachricht|message d’origine)\s*-{3,}|_{20,})\s*", re.I
)
_HEADED = re.compile(r"(?:from|von|de):\s.*@", re.IGNORECASE)
_SENT = re.compile(r"(?:sent|date|gesendet|envoyé|to|an|à|subject|betreff):\s", re.IGNORECASE)
_FORWARDED = re.compile(r"(?:-{5,}\s*forwarded message|begin forwarded message|-{5,}\s*weitergeleitete)", re.IGNORECASE)
_DEVICE = re.compile(r"(?:sent from my|get outlook for|von meinem \w+ gesendet|envoyé de mon)\b", re.IGNORECASE)
_SIGNATURE = "-- "


def parted(text: str) -> tuple[str, str]:
    """The sender's own words, and all the rest: replies that are quoted, signatures. Words that were passed on stay.

    Where nothing would be left, nothing is taken away.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    own, rest, place = list[str](), list[str](), 0
    while place < len(lines):
        if _FORWARDED.match(lines[place].strip()):
            own += lines[place:]  # the words of the person are in what is passed on
            break
        taken = _taken(lines, place)
        (rest if taken else own).extend(lines[place : place + max(taken, 1)])
        place += max(taken, 1)
    said = _tidy(own)
    return (said, _tidy(rest)) if said else (_tidy(lines), "")


def _taken(lines: list[str], place: int) -> int:
    """How many lines from here on are not the sender's own words."""
    line, left = lines[place], len(lines) - place
    if line in {_SIGNATURE, "--"} or _ORIGINAL.fullmatch(line.strip()) or _DEVICE.match(line.strip()):
        return left
    if _HEADED.match(line) and any(_SENT.match(each) for each in lines[place + 1 : place + 3]):
        return left
    if line.lstrip().startswith(">"):
        return 1
    for count in (1, 2):
        after = [each for each in lines[place + count : place + count + 3] if each.strip()]
        if _WROTE.fullmatch("\n".join(lines[place : place + count]).strip()):
            # Below it stands the quoted mail: marked line by line, or, in some programs, not at all.
            return count if after and after[0].lstrip().startswith(">") else left
    return 0


def _tidy(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


class _Plain(HTMLParser):
    """Text alone: no tag, script or style comes through; what is quoted gets the marks that plain mail has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines, self._silent, self._quotes = [""], 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS or tag in {"br", "li", "blockquote"}:
            self._break(twice=tag == "p")
        self._quotes += tag == "blockquote"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag in _BLOCKS or tag in {"li", "blockquote"}:
            self._break(twice=tag == "p")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = re.sub(r"\s+", " ", data)
        if not self.lines[-1]:
            text = text.lstrip()
            self.lines[-1] = "> " * bool(self._quotes and text)
        self.lines[-1] += text

    def _break(self, *, twice: bool = False) -> None:
        if self.lines[-1]:
            self.lines.append("")
        if twice and len(self.lines) > 1 and self.lines[-2]:
            self.lines.append("")


def plain(html: str) -> str:
    """The text of a page of HTML, a line for each block."""
    reading = _Plain()
    reading.feed(html)
    reading.close()
    return "\n".join(reading.lines).strip()
