"""The files that the demo imports: what borrowers wrote in two years, source by source."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allied.site.demo.companies import COMPANIES
from allied.site.demo.words import BEGINNINGS, BRANCH_CODES, BRANCHES, KINDS_OF_MEMBER, TOPICS, Topic

SEED = 1927  # the year in which the first branch opened
TOTAL = 1_500
DAYS = 730
PEOPLE = 640


@dataclass(frozen=True)
class Source:
    """One place where people write; ``share`` of everything, ``named``: whether authors are known there."""

    file_name: str
    prefix: str
    share: float
    named: bool
    has_ratings: bool


SOURCES = (
    Source("support-desk.csv", "ZD", 0.38, named=True, has_ratings=False),
    Source("in-app-widget.csv", "WG", 0.27, named=True, has_ratings=True),
    Source("collection-survey.csv", "CS", 0.20, named=False, has_ratings=True),
    Source("app-store-reviews.csv", "AR", 0.15, named=True, has_ratings=True),
)


@dataclass(frozen=True)
class Written:
    """One comment. ``topic`` is not in the file: the demo's threads use it to find fitting evidence."""

    source: Source
    source_id: str
    at: datetime
    author: str
    branch: str
    member_type: str
    company: str
    rating: int
    topic: str
    text: str


def everything(today: date) -> list[Written]:
    """All comments, oldest first; the same for the same day on every machine."""
    chance = random.Random(SEED)  # noqa: S311  not a secret: it has to repeat
    moments = sorted(_moment(chance, today) for _ in range(TOTAL))
    return [_written(chance, number, moment, today) for number, moment in enumerate(moments, 1)]


def _moment(chance: random.Random, today: date) -> datetime:
    back = DAYS * (1 - chance.random() ** 0.72)  # people write more as more of them use the app
    day = today - timedelta(days=1 + int(back))
    return datetime.combine(day, time(chance.randint(7, 22), chance.randint(0, 59)))


def _written(chance: random.Random, number: int, at: datetime, today: date) -> Written:
    source = chance.choices(SOURCES, [source.share for source in SOURCES])[0]
    age = (today - at.date()).days / DAYS
    topic = chance.choices(TOPICS, [each.weight * (each.rises + (1 - each.rises) * age) for each in TOPICS])[0]
    branch = chance.choice(BRANCHES)
    person = int(PEOPLE * chance.random() ** 1.4)
    return Written(
        source=source,
        source_id=f"{source.prefix}-{40_000 + number * 3}",
        at=at,
        author=f"borrower-{person:04d}" if source.named else "",
        branch=branch,
        member_type=KINDS_OF_MEMBER[person % len(KINDS_OF_MEMBER)],
        company=COMPANIES[person % 60].name if source.named and person % 60 < len(COMPANIES) else "",
        rating=chance.choice(topic.rating),
        topic=topic.key,
        text=_text(chance, topic, branch),
    )


def _text(chance: random.Random, topic: Topic, branch: str) -> str:
    core = chance.choice(topic.cores)
    begins = chance.choice(BEGINNINGS) if chance.random() < 0.45 else ""
    if not begins or begins.endswith("."):
        core = core[0].upper() + core[1:]
    ends = chance.choice(topic.ends)
    return " ".join(part for part in (begins, core, ends) if part).format(branch=branch)


def csv_of(source: Source, comments: list[Written]) -> bytes:
    """The export of one source, as such tools write it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "created", "comment", "requester", "branch", "member_type", "company", "rating"])
    for one in comments:
        if one.source == source:
            rating = one.rating if source.has_ratings else ""
            code = BRANCH_CODES[one.branch]
            who = [one.author, code, one.member_type, one.company]
            writer.writerow([one.source_id, f"{one.at:%Y-%m-%d %H:%M}", one.text, *who, rating])
    return out.getvalue().encode()
