"""Cells that a spreadsheet would run: written with an apostrophe in front, read back without it.

What already begins with apostrophes gets one more, so that export and import give the same text again.
"""

import re

# The wide forms come from East Asian keyboards and are run alike. A negative number is no formula.
_FORMULA = re.compile(r"[=+@\t\r\n＝＋＠－]|-(?!\d+(?:\.\d+)?\Z)")
_QUOTED = re.compile(rf"'+(?:{_FORMULA.pattern})")


def guarded(cell: str) -> str:
    """A cell as it is written to a file."""
    return f"'{cell}" if _FORMULA.match(cell) or _QUOTED.match(cell) else cell


def bare(cell: str) -> str:
    """A cell as it was before ``guarded``."""
    return cell[1:] if _QUOTED.match(cell) else cell
