"""What a content is, by its first bytes, and which are refused."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

import filetype

from allied.kernel.errors import BadInput
from allied.kernel.words import _

HEAD: Final = 8192  # as many bytes as are judged
PROGRAMS: Final = frozenset(
    {
        "application/x-msdownload",
        "application/x-executable",
        "application/x-mach-binary",
        "application/x-shockwave-flash",
    }
)
PROGRAM_NAMES: Final = frozenset(
    {
        "exe",
        "dll",
        "com",
        "scr",
        "msi",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "js",
        "mjs",
        "wsf",
        "hta",
        "jar",
        "apk",
        "sh",
        "lnk",
    }
)
PICTURE_NAMES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}


def media_type_of(name: str, head: bytes) -> str:
    """What a file is. Text, SVG and HTML are ``text/plain``: nothing here draws them.

    Raises:
        BadInput: it is a program, or is named as a picture and is none.
    """
    ending = PurePath(name).suffix.removeprefix(".").lower()
    found = filetype.guess(head)
    kind = str(found.mime) if found else ("text/plain" if _is_text(head) else "application/octet-stream")
    if kind in PROGRAMS or ending in PROGRAM_NAMES or head.startswith(b"#!"):
        raise BadInput(
            files=_("“%(name)s” is a program, and programs are not kept here. Nothing was stored.", name=name)
        )
    if PICTURE_NAMES.get(ending, kind) != kind:
        raise BadInput(
            files=_(
                "“%(name)s” is named as a picture, but it holds something else. Save it as "
                "%(ending)s and attach it again. Nothing was stored.",
                name=name,
                ending=ending.upper(),
            )
        )
    return kind


def _is_text(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        is_cut = len(head) == HEAD and fault.start > HEAD - 4  # within a sign
        return is_cut and b"\0" not in head
    return b"\0" not in head
