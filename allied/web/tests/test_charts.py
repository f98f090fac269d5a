"""Drawings are well-formed, styled by classes alone, and say in words and in a table what they draw."""

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from allied.web.charts import (
    Axis,
    Bar,
    Group,
    Interval,
    Line,
    Point,
    Release,
    around,
    distribution,
    forest,
    interval,
    ruler,
    share,
    trend,
)
from allied.web.charts.axis import figure
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


GROUPS = [Interval("A <1>", 42.25, 30, 55, 1_200), Interval("B & C", 70, 61.5, 78, 300)]


def forested(**options: object) -> Markup:
    words = {"title": "Holds & loans", "takeaway": "B is above.", "description": "By month."}
    return forest("f", GROUPS, **words, unit="%", line=Line(58, "everyone"), **options)  # type: ignore[arg-type]


def ruled() -> Markup:
    words = {"title": "Holds & loans", "takeaway": "42%.", "description": "By month."}
    return ruler("r", GROUPS[0], **words, unit="%", line=Line(58, "goal"))  # type: ignore[arg-type]


def spread(bars: list[Bar] | None = None, **options: object) -> Markup:
    words = {"title": "Holds & loans", "takeaway": "Many.", "description": "By month."}
    points = [Bar("1 <low>", 5), Bar("2", 15), Bar("3", 20)]
    return distribution("d", bars or points, **words, **options)  # type: ignore[arg-type]


GROUPED = spread(groups=[Group(0, 1, "Few & low", "bad"), Group(2, 2, "High")])


def rows_of(drawing: Markup) -> list[list[str]]:
    tree = ElementTree.fromstring(drawing)  # noqa: S314  our own text
    return [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]


@pytest.mark.parametrize(
    "drawing",
    [
        drawn(),
        forested(),
        ruled(),
        spread(),
        GROUPED,
        interval(61.8, 60.6, 62.9, axis=(54, 72), before=58.9, goal=68),
        share(0.3, 0.2, 0.4, largest=0.5),
    ],
)
def test_a_drawing_is_well_formed_and_has_no_style_of_its_own(drawing: Markup) -> None:
    ElementTree.fromstring(f"<div>{drawing}</div>")  # noqa: S314  our own text

    assert "style=" not in drawing
    assert not re.search(r"(fill|stroke)=", drawing)


@pytest.mark.parametrize("drawing", [drawn(), forested(), ruled(), GROUPED])
def test_a_figure_names_and_describes_each_of_its_three_widths(drawing: Markup) -> None:
    tree = ElementTree.fromstring(drawing)  # noqa: S314  our own text

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


def test_a_forest_says_in_its_table_where_each_group_lies() -> None:
    assert rows_of(forested()) == [
        ["Group", "Value", "Low", "High", "Responses", "everyone 58.0%"],
        ["A <1>", "42.2%", "30.0", "55.0", "1,200", "below it"],
        ["B & C", "70.0%", "61.5", "78.0", "300", "above it"],
    ]


def test_groups_have_a_tone_only_where_more_is_better_or_worse_and_they_are_apart_from_the_line() -> None:
    plain, better, worse = (forested(more_is_better=choice) for choice in (None, True, False))

    assert not {"c-good", "c-bad"} & set(re.findall(r"c-[a-z]+", plain))
    assert better.index("c-bad") < better.index("c-good")
    assert worse.index("c-good") < worse.index("c-bad")


def test_a_group_that_includes_the_line_is_not_told_apart_from_it() -> None:
    drawing = forest(
        "f", [Interval("A", 5, 1, 9, 3)], title="T", takeaway="T", description="D", line=Line(4, "goal"),
        more_is_better=True,
    )  # fmt: skip

    assert "c-mid" in drawing
    assert rows_of(drawing)[1][-1] == "includes it"


def test_long_names_stand_above_their_interval_and_no_text_leaves_the_drawing() -> None:
    long = Interval("People who renewed a loan twice or more in one month", 70, 61.5, 78, 300)
    tree = ElementTree.fromstring(forest("f", [long], title="T", takeaway="T", description="D"))  # noqa: S314

    for svg, width in zip(tree.iter("svg"), (1040, 500, 330), strict=True):
        for words in svg.iter("text"):
            size = len("".join(words.itertext())) * 6.6
            start = {"start": 0.0, "middle": size / 2, "end": size}[words.get("text-anchor", "")]
            assert -1 <= float(words.get("x", "")) - start <= width


def test_a_ruler_draws_the_interval_the_value_and_the_goal() -> None:
    tree = ElementTree.fromstring(ruled())  # noqa: S314  our own text
    words = [each.text for each in tree.iter("text")]

    assert words.count("42.2% (30.0 to 55.0%)") == words.count("goal 58.0%") == 3
    assert rows_of(ruled())[1] == ["A <1>", "42.2%", "30.0", "55.0", "1,200", "below it"]


def test_a_distribution_gives_shares_and_names_its_groups() -> None:
    assert rows_of(GROUPED) == [
        ["Score", "Responses", "Share"],
        ["1 <low>", "5", "12%"],
        ["2", "15", "38%"],
        ["3", "20", "50%"],
    ]
    assert GROUPED.count("Few &amp; low") == 3


def test_a_distribution_of_what_is_no_whole_gives_no_shares_and_one_of_nothing_is_drawn() -> None:
    chances = spread([Bar("1", 0), Bar("2", 0)], head=("People", "Chance"), unit="%", parts=False)

    assert rows_of(chances) == [["People", "Chance"], ["1", "0%"], ["2", "0%"]]
    assert rows_of(spread([Bar("1", 0)]))[1] == ["1", "0", "0%"]


def test_an_axis_has_round_ends_and_holds_every_value() -> None:
    assert around([57.4, 100]) == Axis(50, 100, 10)
    assert around([-6.27, 25.69]) == Axis(-10, 30, 10)
    assert around([0.151, 0.649]).ticks == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    assert around([5, 5]).low < 5 < around([5, 5]).high
    assert around([0, 0]).low < 0 < around([0, 0]).high
    assert [Axis(0, 1, tick).digits for tick in (10, 2.5, 0.25)] == [0, 1, 2]


def test_figures_have_a_true_minus_and_no_negative_zero() -> None:
    assert [figure(-1234.56, 1, "%"), figure(-0.01, 1), figure(0.4, 0)] == ["−1,234.6%", "0.0", "0"]
