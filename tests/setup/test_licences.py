"""What runs with Allied is listed with its licence."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_package_that_runs_is_listed_with_a_licence_and_no_other() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE))
    page = (ROOT / "docs" / "third-party.md").read_text().partition("## Python packages")[2]
    listed = dict(re.findall(r"^\| ([\w.-]+) \| ([\w. -]+) \|$", page, re.MULTILINE))

    assert set(listed) - {"Package", "---"} == locked
    assert not [name for name, licence in listed.items() if re.search(r"\bA?GPL|UNKNOWN", licence)]
