"""What changed between two texts, told so that either can be built again from it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from allied.web.difference import AROUND, difference

TEXT = st.lists(st.text(st.sampled_from("ab <&é."), max_size=12), max_size=8).map("\n".join)


def plain(html: str) -> str:
    return re.sub("</?(ins|del)>", "", html).replace("&lt;", "<").replace("&amp;", "&")


@given(TEXT, TEXT)
def test_the_lines_tell_both_texts(before: str, after: str) -> None:
    lines = difference(before, after)

    gone = [plain(line.html) for line in lines if line.kind in ("gone", "stays")]
    come = [plain(line.html) for line in lines if line.kind in ("new", "stays")]
    assert bool(lines) == (before.splitlines() != after.splitlines())
    assert all(line in before.splitlines() for line in gone)
    assert all(line in after.splitlines() for line in come)


def test_words_are_marked_and_far_lines_left_out() -> None:
    before = "\n".join(["Waits are long."] + [f"line {n}" for n in range(20)] + ["The end"])
    after = before.replace("long", "unknown").replace("The end", "The very end")

    lines = difference(before, after)

    assert "Waits are <del>long</del>." in [str(line.html) for line in lines]
    assert "Waits are <ins>unknown</ins>." in [str(line.html) for line in lines]
    assert [line.kind for line in lines].count("cut") == 1
    assert [line.kind for line in lines].count("stays") == 2 * AROUND


def test_people_write_no_markup_of_ours() -> None:
    (line,) = difference("", "<ins>x</ins>")

    assert line.html == "<ins>&lt;ins&gt;x&lt;/ins&gt;</ins>"
