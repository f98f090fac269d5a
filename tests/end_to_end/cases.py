"""The real files that the whole job is done with, and what may be learned from each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BANKING = ROOT.parent / "shared" / "data" / "banking77.csv"
SAMPLE = ROOT / "allied" / "domains" / "feedback" / "samples" / "sample-feedback.csv"
ROWS = 300


@dataclass(frozen=True)
class Search:
    """What one types into the search of the inbox, and the comments that one then selects; none: all of the page."""

    words: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A file with one column to correct, a claim that it speaks for, and the words of its strength at each turn."""

    file: Path
    column: str
    meaning: str
    result: str
    claim: str
    three: Search
    against: Search
    more: Search
    first: tuple[str, str]
    disputed: tuple[str, str]
    settled: tuple[str, str]


def case(folder: Path) -> Case:
    """A slice of Banking77 where it is at hand, else the sample that Allied ships."""
    return _banking(folder) if BANKING.exists() else _sample(folder)


def _banking(folder: Path) -> Case:
    with BANKING.open(encoding="utf-8", newline="") as source:
        rows = [row for row, _ in zip(csv.reader(source), range(ROWS + 1), strict=False)]
    file = folder / "card-questions.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(rows)
    return Case(
        file=file,
        column="split",
        meaning="Keep, not shown",
        result="300 of 300 rows are in",
        claim="People who wait for a card cannot follow where it is",
        three=Search(
            "track",
            (
                "how can i track card you sent",
                "Is it possible to track the card you sent me?",
                "I need to track the card sent to me.",
            ),
        ),
        against=Search(
            "received my card app",
            (
                "I received my card. How do I link it to the app?",
                "I received my card, how do I get it to work in the app?",
            ),
        ),
        more=Search("track"),
        first=("Anecdotal", "3 people, feedback only, newest from today."),
        disputed=("Anecdotal, contested", "3 people, feedback only, newest from today, 2 people disagree."),
        settled=("Supported", "25 people, feedback only, newest from today, 2 people disagree."),
    )


def _sample(folder: Path) -> Case:
    """The comments of the sample with who wrote them, and no dates: they count as of today, whenever that is."""
    with SAMPLE.open(encoding="utf-8", newline="") as source:
        rows = {row["comment"]: row for row in csv.DictReader(source) if row["comment"]}.values()
    file = folder / "library-comments.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["comment", "customer_email", "branch"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return Case(
        file=file,
        column="branch",
        meaning="Keep, not shown",
        result="23 of 23 rows are in",
        claim="People accept a wait whose length they know",
        three=Search("wait", ("Tell me a date and I will wait", "I waited eleven weeks", "How long is the wait?")),
        against=Search("", ("Love that I can pause my holds", "Renewed three books in ten seconds")),
        more=Search("notice"),
        first=("Emerging", "3 people, feedback only, newest from today."),
        disputed=("Emerging, contested", "3 people, feedback only, newest from today, 2 people disagree."),
        settled=("Supported", "8 people, feedback only, newest from today, 2 people disagree."),
    )
