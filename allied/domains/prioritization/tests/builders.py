"""Builders for tests of rounds. They call actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from allied.domains.prioritization import actions
from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.models import Round
from allied.domains.prioritization.rules import Mark
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member


def make_team(ux: int = 2, product: int = 2) -> tuple[list[Member], list[Member]]:
    """People of both sides in one workspace. The first of UX runs rounds."""
    first = make_member(name="Imani")
    designers = [first, *(make_member(like=first, discipline=Discipline.DESIGN) for _ in range(ux - 1))]
    return designers, [make_member(like=first, discipline=Discipline.PRODUCT) for _ in range(product)]


def make_round(runner: Member, *, count: int = 3, **plan: Any) -> Round:
    nodes = [create("opportunity", title=f"Opportunity {place}", actor=runner) for place in range(count)]
    plan = {"closes_at": timezone.now() + timedelta(days=2), "candidates": nodes} | plan
    return actions.draft_round(Plan("Which of these first?", **plan), actor=runner, seed=7)


def make_open(runner: Member, **plan: Any) -> Round:
    return actions.open_round(make_round(runner, **plan), actor=runner)


def ids(found: Round) -> list[str]:
    return list(found.candidates.values_list("node_id", flat=True))


def vote(found: Round, member: Member, *scores: int | None, reason: str = "") -> None:
    """A ballot with these scores, in the order of the candidates."""
    marks = {pk: Mark(score, reason) for pk, score in zip(ids(found), scores, strict=False) if score}
    actions.cast_ballot(found, marks, actor=member)


def make_closed(scores: dict[str, list[tuple[int, ...]]], **plan: Any) -> tuple[Round, list[Member], list[Member]]:
    """A closed round with these ballots of each side."""
    ux, product = make_team(len(scores["ux"]), len(scores["product"]))
    found = make_open(ux[0], **plan)
    for members, ballots in ((ux, scores["ux"]), (product, scores["product"])):
        for member, marks in zip(members, ballots, strict=True):
            vote(found, member, *marks, reason=f"Because of {marks[0]}")
    return actions.close_round(found, actor=ux[0]), ux, product


def make_scored(framework: str, figures: dict[str, list[list[dict[str, float]]]], **plan: Any) -> tuple[Round, Member]:
    """A closed round of this framework: by side the figures of each ballot, in the order of the candidates."""
    ux, product = make_team(len(figures["ux"]), len(figures["product"]))
    found = make_open(ux[0], framework=framework, **plan)
    for members, ballots in ((ux, figures["ux"]), (product, figures["product"])):
        for member, given in zip(members, ballots, strict=True):
            marks = {pk: Mark(3, "As I see it", figures=each) for pk, each in zip(ids(found), given, strict=False)}
            actions.cast_ballot(found, marks, actor=member)
    return actions.close_round(found, actor=ux[0]), ux[0]
