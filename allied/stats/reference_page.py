"""The reference: docs/reference/statistics.md and a page for each method: ``python -m allied.stats.reference_page``.

Everything on them comes from the docstrings through ``handbook``; a test holds the files to being fresh.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from allied.stats import FAMILIES
from allied.stats.handbook import Argument, Reference, reference

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
TITLES = {"nps": "NPS", "maxdiff": "MaxDiff", "moscow": "MoSCoW", "prioritisation": "Prioritization"}
INTRODUCTION = """\
# Statistics: every method

Written by `python -m allied.stats.reference_page` from the docstrings of `allied.stats`; change those, not these pages.

Shares, levels and powers run from 0 to 1, NPS from -100 to 100, times are seconds. Every answer is a frozen dataclass
with its estimate, its interval or the reason why it has none, n, warnings and a citation. What cannot be computed is
refused with a `StatsError` that says what is allowed. Run any method with `from allied.stats import NAME`, and put its
answer into a sentence with `words(answer)`.
"""


def pages() -> dict[str, str]:
    """Every page as Markdown by its place below docs/reference: the contents first, then one a method."""
    contents = "\n".join([INTRODUCTION, *(line for family in FAMILIES for line in _family(family))])
    names = [name for methods in FAMILIES.values() for name in methods]
    return {
        "statistics.md": contents,
        **{f"statistics/{name}.md": "\n".join(_method(reference(name))) for name in names},
    }


def _family(family: str) -> Iterator[str]:
    introduction = (import_module(f"allied.stats.{family}").__doc__ or "").split("\n\n")[0]
    yield from (f"## {_title(family)}", "", " ".join(introduction.split()), "")
    for name in FAMILIES[family]:
        yield f"- [`{name}`](statistics/{name}.md): {reference(name).answers}"
    yield ""


def _method(entry: Reference) -> Iterator[str]:
    yield from (f"# {entry.method}", "", entry.answers, "")
    yield from (f"**Not for:** {entry.not_for}", "", f"**Formula:** {entry.formula}", "", "**Inputs:**", "")
    yield from map(_argument, entry.arguments)
    yield from ("", "**Refuses:**", "")
    yield from (f"- `{name}`: {text}" for name, text in entry.refusals)
    yield from ("", "**Example:**", "", "```pycon", entry.example, "```", "", f"**Source:** {entry.source}", "")
    yield from (
        "Written from the docstring by `python -m allied.stats.reference_page`. [All methods](../statistics.md)",
        "",
    )


def _argument(argument: Argument) -> str:
    names = ", ".join(f"`{name}`" for name in argument.names)
    default = f" Default `{argument.default}`." if argument.default else ""
    return f"- {names}: {argument.text}{default}"


def _title(family: str) -> str:
    return TITLES.get(family, family.replace("_", " ").capitalize())


def main() -> int:
    """Write the pages."""
    (FOLDER / "statistics").mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"Wrote {FOLDER / 'statistics.md'} and a page for each method")
    return 0


if __name__ == "__main__":
    sys.exit(main())
