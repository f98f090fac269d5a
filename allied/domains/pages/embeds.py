"""Objects inside of a page, as they are now: a reference that stands alone unfolds to claim, level and words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from allied.kernel.markdown import largest_heading, references_in
from allied.kernel.nodes.bindings import Quote, quotes_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_called
from allied.kernel.people.models import Member
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.problems import Problem, problems_of
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.words import words
from allied.web.jinja import macro, node_url
from allied.web.markdown import render


def written(text: str, *, actor: Member) -> Markup:
    """The text of a page as HTML, its objects alive. A fixed number of queries and one a kind of object."""
    # The title of the page is its first heading: the largest of the text comes right below it, however people began.
    below = 3 - largest_heading(text)
    return render(text, actor=actor, unfold=_unfolding(text, actor), headings_from=below)


def _unfolding(text: str, actor: Member) -> Callable[[Node], Markup]:
    nodes = list(nodes_called(references_in(text), actor=actor).values())
    today = today_in(actor.workspace)
    strengths = strength_of(nodes, today=today)
    said = {pk: str(words(strength, today=today)) for pk, strength in strengths.items()}
    problems = problems_of([node for node in nodes if node.kind == "item"], today=today)
    quotes = quotes_of([node for node in nodes if node.spec.is_evidence])
    return partial(_embed, strengths=strengths, said=said, problems=problems, quotes=quotes)


def _embed(
    node: Node,
    *,
    strengths: dict[str, Strength],
    said: dict[str, str],
    problems: dict[str, Problem],
    quotes: dict[str, Quote],
) -> Markup:
    problem = problems.get(node.pk)
    sentence = f"{problem.words}. {problem.solution_words}." if problem else said.get(node.pk, "")
    return macro("embed", node, node_url(node), strengths.get(node.pk), sentence, quotes.get(node.pk))
