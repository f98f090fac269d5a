"""docs/reference says what the code says. One command writes it anew: allied reference."""

import pytest
from django.conf import settings

from allied.cli import manual
from allied.site import reference

FOLDER = settings.ROOT / "docs" / "reference"
PAGES = [
    "kinds.md",
    "states.md",
    "relations.md",
    "permissions.md",
    "settings.md",
    "openapi.json",
    "cli.md",
    "statistics.md",
]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {**reference.pages(), "cli.md": manual.page()}


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_fresh(name, pages):
    fresh = (FOLDER / name).read_text(encoding="utf-8") == pages[name]

    assert fresh, f"docs/reference/{name} is out of date. Run: .venv/bin/allied reference"


def test_no_page_is_left_over(pages):
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}

    assert found - {"README.md"} == set(pages)
