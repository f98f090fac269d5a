"""The reference pages say what the code says."""

from allied.stats import FAMILIES
from allied.stats.reference_page import FOLDER, pages

METHODS = [name for methods in FAMILIES.values() for name in methods]


def test_pages_are_fresh():
    for name, text in pages().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "Run python -m allied.stats.reference_page."


def test_every_method_has_a_page_that_the_contents_link():
    found = pages()

    for name in METHODS:
        assert found[f"statistics/{name}.md"].startswith(f"# {name}\n")
        assert f"(statistics/{name}.md)" in found["statistics.md"]
    assert {path.stem for path in (FOLDER / "statistics").iterdir()} == set(METHODS)
