"""The catalogs of translators: ``python -m tools.words extract | update LANGUAGE | compile``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

from tools.steps import ROOT

FOLDER = ROOT / "allied" / "locale"
TEMPLATE = ROOT / "var" / "allied.pot"


def main(arguments: list[str]) -> int:
    """Do what the command line asks; the answer is the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allied.settings")
    django.setup()
    from tools.words import catalog  # noqa: PLC0415  the templates can be read only now

    match arguments:
        case ["extract"]:
            _say(f"{catalog.write_template(TEMPLATE):,} messages", TEMPLATE)
        case ["update", language]:
            _say("up to date; translate, then compile", catalog.update(FOLDER, language))
        case ["compile"]:
            for path in catalog.compile_all(FOLDER):
                _say("compiled", path)
        case _:
            print(__doc__)
            return 2
    return 0


def _say(what: str, path: Path) -> None:
    print(f"{path.relative_to(ROOT)}: {what}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
