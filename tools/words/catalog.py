"""Catalogs in gettext's formats, by Babel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.words.extract import messages

DOMAIN = "django"  # the one that Django looks for

__all__ = ["Catalog", "compile_all", "template", "update", "write_compiled", "write_template"]


def template(language: str = "en") -> Catalog:
    """Everything there is to translate, with nothing translated."""
    catalog = Catalog(locale=language, project="Allied", domain=DOMAIN, fuzzy=False)
    for message in messages():
        catalog.add(
            (message.text, message.many) if message.many else message.text,
            locations=[(message.file, message.line)],
            flags=["python-format"] if "%(" in message.text else [],
        )
    return catalog


def write_template(path: Path) -> int:
    """Write the template that translators begin with; the number of its messages."""
    catalog = template()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True)
    return len(catalog)


def update(folder: Path, language: str) -> Path:
    """Begin a language, or bring it up to date with the messages there are now; what was translated is kept."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalog = Catalog(locale=language, project="Allied", domain=DOMAIN)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, domain=DOMAIN)
    catalog.update(template())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True)
    return path


def compile_all(folder: Path) -> list[Path]:
    """Compile every language in the folder."""
    made = []
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as file:
            write_compiled(read_po(file, domain=DOMAIN, locale=path.parts[-3]), folder, path.parts[-3])
        made.append(path)
    return made


def write_compiled(catalog: Catalog, folder: Path, language: str) -> None:
    """Write what Django reads."""
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
