"""Drawings are well-formed, styled by classes alone, and say in words and in a table what they draw."""

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from allied.web.charts import Point, Release, interval, share, trend
from allied.web.charts.draw import n, scale

POINTS = [
    Point("Sep <1>", 58.0, 56.5, 59.5, 6000),
    Point("Oct", 60.25, 59.0, 61.5, 6100),
    Point("Nov", 61.8, 60.6, 62.9, 6680),
]


def drawn() -> Markup:
    return trend(
        "holds",
        POINTS,
        title="Holds & loans",
        takeaway="Up 3.8 points.",
        description="By month.",
        axis=(54, 70),
        tick=4,
        unit="%",
        goal=68,
        releases=[Release(1, "4.2 range <of> days")],
    )


@pytest.mark.parametrize(
    "drawing",
    [drawn(), interval(61.8, 60.6, 62.9, axis=(54, 72), before=58.9, goal=68), share(0.3, 0.2, 0.4, largest=0.5)],
)
def test_a_drawing_is_well_formed_and_has_no_style_of_its_own(drawing: Markup) -> None:
    ElementTree.fromstring(f"<div>{drawing}</div>")  # noqa: S314  our own text

    assert "style=" not in drawing
    assert not re.search(r"(fill|stroke)=", drawing)


def test_a_figure_names_and_describes_each_of_its_three_widths() -> None:
    tree = ElementTree.fromstring(drawn())  # noqa: S314  our own text

    drawings = list(tree.iter("svg"))

    assert [svg.get("class") for svg in drawings] == ["wide", "mid", "narrow"]
    for svg in drawings:
        named = {part.get("id"): "".join(part.itertext()) for part in svg if part.tag in ("title", "desc")}
        assert named == {svg.get("aria-labelledby"): "Holds & loans", svg.get("aria-describedby"): "By month."}


def test_the_table_holds_the_data() -> None:
    tree = ElementTree.fromstring(drawn())  # noqa: S314  our own text

    rows = [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]

    assert rows == [
        ["Period", "Value", "Low", "High", "Responses", "Release"],
        ["Sep <1>", "58%", "56.5", "59.5", "6,000", ""],
        ["Oct", "60.2%", "59", "61.5", "6,100", "4.2 range <of> days"],
        ["Nov", "61.8%", "60.6", "62.9", "6,680", ""],
    ]


def test_a_value_off_the_axis_stays_inside_the_drawing() -> None:
    place = scale(0, 10, 4, 104)

    assert (place(-5), place(5), place(50)) == (4, 54, 104)
    assert (n(4.04), n(4.06), n(100.0)) == ("4", "4.1", "100")
