"""The reference page says what the code says."""

from allied.stats import FAMILIES
from allied.stats.reference_page import PAGE, page


def test_page_is_fresh():
    assert PAGE.read_text(encoding="utf-8") == page(), "Run python -m allied.stats.reference_page."


def test_page_holds_every_method_and_is_linked_from_the_top():
    text = page()

    for name in (name for methods in FAMILIES.values() for name in methods):
        assert f"\n### {name}\n" in text
        assert f"(#{name})" in text
