"""E-mails as rows: one a message, from a file of one (.eml) or of many (.mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path

from allied.kernel.importing.reading.formats.quoting import parted, plain
from allied.kernel.importing.reading.formats.writing import TableWriter
from allied.kernel.importing.reading.layout import NoTable
from allied.kernel.words import _

COLUMNS = (
    "message_id",
    "date",
    "from_name",
    "from_email",
    "from_domain",
    "subject",
    "text",
    "quoted_or_signature",
    "attachments",
)
SIZE_LIMIT = 25 * 1024 * 1024  # of one message, attachments included: what most servers of mail let through
TEXT_LIMIT = 100_000  # characters
BETWEEN = b"From - Thu Jan  1 00:00:00 1970\n"  # the line that parts messages in an mbox
NO_MAIL = _("This is not an e-mail: no sender and no date stand above its text. Save the message as .eml.")
NO_TEXT = _("The e-mail holds no text, only pictures or attachments.")
TOO_LARGE = _("The e-mail is larger than 25 MB. Save it without its attachments.")
LONGEST_DOMAIN = 200
# The providers at which most people have an address of their own, at any of their endings.
ANYBODY = re.compile(
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|web|mail|email|proton|protonmail|pm"
    r"|t-online|freenet|posteo|mailbox|fastmail|zoho|yandex|qq|163|126|naver|orange|wanadoo|free|laposte|libero"
    r"|btinternet|comcast|verizon|att|sky)\.[a-z.]{2,8}\Z"
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]?")
_TELLING = re.compile(rb"^(?:from|date|message-id|received|return-path|subject|mime-version):", re.I | re.M)


@dataclass(frozen=True)
class Unreadable(Exception):  # noqa: N818  a sentence for whoever sent the file, no error
    sentence: str


def is_mail(head: bytes) -> bool:
    """Whether a file that begins like this holds messages: header lines, three of them such as mail has."""
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    above = re.sub(rb"\AFrom [^\n]*\n", b"", head).partition(b"\n\n")[0]
    if not _HEADER.match(above):
        return False
    return len({found.lower() for found in _TELLING.findall(above)}) >= 3


def joined(files: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Several files of one message as one file of many."""
    for chunks in files:
        yield BETWEEN
        yield re.sub(rb"(?m)^(>*From )", rb">\1", b"".join(chunks).lstrip(b"\xef\xbb\xbf"))
        yield b"\n\n"


def rewrite(source: Path, target: Path) -> None:
    """Write each message as a row under ``COLUMNS``.

    Raises:
        NoTable: the file holds one message alone, and that cannot be read.
    """
    with TableWriter(target) as table:
        table.write(COLUMNS)
        count, refusal = 0, ""
        for raw in _messages(source):
            count += 1
            try:
                table.write(_row(raw))
            except Unreadable as found:
                refusal = found.sentence
                table.write_broken(refusal)
    if count == 1 and refusal:
        raise NoTable(refusal)


def _messages(source: Path) -> Iterator[bytes]:
    """The messages of a file, one in memory at a time; of one that is too large only as much as tells so."""
    with source.open("rb") as file:
        first = file.readline(SIZE_LIMIT)
        is_many = first.startswith(b"From ")
        found, size = ([], 0) if is_many else ([first], len(first))
        while line := file.readline(SIZE_LIMIT):
            if is_many and line.startswith(b"From "):
                yield b"".join(found)
                found, size = [], 0
                continue
            size += len(line)
            if size <= SIZE_LIMIT + len(line):
                found.append(re.sub(rb"^>(>*From )", rb"\1", line) if is_many else line)
        yield b"".join(found)


def _row(raw: bytes) -> list[str]:
    if len(raw) > SIZE_LIMIT:
        raise Unreadable(TOO_LARGE)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not is_mail(raw):
        raise Unreadable(NO_MAIL)
    message = message_from_bytes(raw, policy=policy.default)
    own, rest = parted(_text(message))
    if not own:
        raise Unreadable(NO_TEXT)
    name, address = parseaddr(_header(message, "from"))
    names = ", ".join(part.get_filename() or _("without a name") for part in message.iter_attachments())
    address = address.lower()
    told = [_id(message, raw), _date(message), name or address.partition("@")[0], address, own_domain(address)]
    return [*told, _header(message, "subject"), own[:TEXT_LIMIT], rest[:TEXT_LIMIT], names]


def own_domain(address: str) -> str:
    """The domain of an address where it tells of a company; "" for mail that anybody can have."""
    domain = address.rpartition("@")[2].strip(" >.")
    return "" if ANYBODY.match(domain) or "." not in domain else domain[:LONGEST_DOMAIN]


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line; "" where it is missing or cannot be made out."""
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # what the stdlib raises for broken ones
        return ""


def _id(message: EmailMessage, raw: bytes) -> str:
    """The message's own name, the same in every copy; a digest where it has none."""
    return _header(message, "message-id").strip("<>")[:200] or f"sha256:{sha256(raw.rstrip()).hexdigest()}"


def _date(message: EmailMessage) -> str:
    try:
        moment = message["date"].datetime
        return str((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat())
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return ""  # the row then says that it has no date


def _text(message: EmailMessage) -> str:
    """The part that is text, else the one that is HTML, made plain."""
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        text = _content(part) if part is not None else ""
        text = plain(text) if kind == "html" else text
        if text.strip():
            return text
    return ""


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AttributeError):  # a character set that nobody knows
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
