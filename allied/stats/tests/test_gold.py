"""Worked examples, and the shared gold cases where they lie beside the project.

``worked_examples.json`` is our own small set, one case or more of every method, with its source. It uses the same form
as the gold files, so a clone without those still tests every method against figures that came from elsewhere.
"""

import json
from pathlib import Path

import pytest

from allied.stats.check import check_case

HERE = Path(__file__).parent
GOLD = HERE.parents[3] / "shared" / "stats" / "gold"


def cases(*files):
    found = [case for file in files for case in json.loads(file.read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["id"]) for case in found]


def test_gold_lies_beside_the_project():
    if not GOLD.is_dir():
        pytest.skip("The gold cases are not beside this clone; the worked examples below stand for them.")

    assert len(list(GOLD.glob("*.json"))) >= 17


@pytest.mark.parametrize("case", cases(*sorted(GOLD.glob("*.json"))))
def test_gold_case(case):
    assert check_case(case) == []


@pytest.mark.parametrize("case", cases(*sorted(HERE.glob("worked_examples*.json"))))
def test_worked_example(case):
    assert check_case(case) == []


def test_worked_examples_name_their_source():
    assert all(param.values[0]["source"] for param in cases(*sorted(HERE.glob("worked_examples*.json"))))
