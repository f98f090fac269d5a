"""The drawing of a graph: nothing overlaps, everything is there, people's words are escaped."""

import random
from xml.etree import ElementTree

import pytest

from allied.web.charts.graph import Box, Column, Tie, graph
from allied.web.charts.layered import STEP, arranged


@pytest.mark.parametrize("seed", range(5))
def test_no_two_boxes_of_a_column_overlap_and_none_is_above_the_edge(seed: int) -> None:
    chance = random.Random(seed)
    columns = [[f"{column}-{place}" for place in range(chance.randrange(1, 60))] for column in range(4)]
    keys = [key for column in columns for key in column]
    ties = [tuple(chance.choices(keys, k=2)) for _ in range(200)]

    places = arranged(columns, ties)

    assert places.keys() == set(keys)
    for number, column in enumerate(columns):
        assert {places[key][0] for key in column} == {number}
        tops = sorted(places[key][1] for key in column)
        assert tops[0] >= -1e-6
        assert all(low - high >= STEP - 1e-6 for high, low in zip(tops, tops[1:], strict=False))


def test_a_box_stands_beside_what_it_is_tied_to() -> None:
    places = arranged([["a", "b", "c"], ["middle"]], [("a", "middle"), ("c", "middle"), ("c", "nowhere")])

    assert places["middle"][1] == pytest.approx((places["a"][1] + places["c"][1]) / 2)


def test_a_graph_is_well_formed_and_escapes() -> None:
    boxes = [
        Box("a", "FBK-1", "<b>Wait & see", "Feedback item <b>", at="FBK-1", by="ux"),
        Box("b", "INS-1", "A claim", "Insight", at="INS-1", by="both", level="emerging", is_disputed=True),
        Box("c", "INS-2", "Another", "Insight", at="INS-2", by="product", level="strong", is_center=True),
        Box("d", "7 more", "insights", "7 more", opens="?unfold=INS-1&x=1", is_group=True),
    ]
    ties = [Tie("a", "b", "both"), Tie("b", "c", "ux", is_against=True), Tie("c", "d")]

    drawn = graph([Column("Said", boxes[:1]), Column("Claims", boxes[1:])], ties, title="T & t", description="D")
    root = ElementTree.fromstring(drawn)  # noqa: S314  our own drawing

    groups = [mark for mark in root.iter("g") if mark.get("data-at")]
    assert [mark.find("title").text for mark in groups][0] == "Feedback item <b>"
    assert {mark.get("class") for mark in root.iter("path")} >= {"g-against", "g-strand", "g-strand-ux", "g-fork"}
    assert "style=" not in drawn
