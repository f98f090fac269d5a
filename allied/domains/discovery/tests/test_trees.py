import pytest

from allied.domains.discovery.models import Assumption, Opportunity, Outcome, Solution
from allied.domains.discovery.tests.builders import make_opportunity
from allied.domains.discovery.trees import actions, queries
from allied.domains.discovery.trees.actions import add_branch, grow, place_under
from allied.domains.discovery.trees.outline import ROWS, outline
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState, NotVisible
from allied.kernel.people.catalogue import Role
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.models import Strength as StoredStrength
from allied.kernel.thread.tests.builders import support

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def outcome(member):
    details = {"measure": "Holds collected", "baseline": "61.8%", "goal": "68%", "due_on": "2027-03-31"}
    return add_branch(
        Outcome, title="More holds are collected", details=details, product=product_of(member), actor=member
    )


@pytest.fixture
def need(outcome, member):
    return grow(Opportunity, outcome, title="Help me plan around a wait", actor=member)


@pytest.fixture
def solution(need, member):
    return grow(Solution, need, title="A range of days on every hold", actor=member)


def under(grown):
    return [(made.relation, made.target.reference) for made in Link.objects.filter(source=grown.node)]


def lines(root, actor):
    """The tree as indented text."""

    def depth(branch):
        return 0 if branch.parent is None else 1 + depth(branch.parent)

    return [f"{'  ' * depth(one)}{one.node.title}" for one in queries.tree(root, actor=actor).all]


def test_an_outcome_says_what_changes_from_where_to_where_and_by_when(outcome, member):
    kept = queries.grown_by_reference("OUT-1", actor=member)

    assert (kept.measure, kept.baseline, kept.goal, str(kept.due_on)) == (
        "Holds collected",
        "61.8%",
        "68%",
        "2027-03-31",
    )
    assert [node.reference for node in find(actor=member, text="collected").nodes] == ["OUT-1"]
    assert Activity.objects.get(node=outcome.node).verb == "outcome.added"


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"risk": "magic"}, "Choose one of desirable, viable, feasible, usable, ethical"),
        ({"test_on": "soon"}, "Write a day such as"),
        ({"test": "x" * 301}, "300 fit here"),
    ],
)
def test_a_detail_that_is_none_is_refused_by_its_field(details, sentence, member):
    with pytest.raises(BadInput, match=sentence) as refusal:
        add_branch(Assumption, title="It pays", details=details, actor=member)

    assert list(refusal.value.fields) == list(details)
    assert not Assumption.objects.exists()


def test_what_grows_stands_under_the_other_and_in_its_product(outcome, need, solution, member):
    belief = grow(Assumption, solution, title="A range is enough to plan", actor=member)
    part = grow(Opportunity, need, title="Know the day", actor=member)

    assert under(need) == [("moves", "OUT-1")]
    assert under(part) == [("part_of", "OPP-1")]
    assert under(solution) == [("addresses", "OPP-1")]
    assert under(belief) == [("underlies", "SOL-1")]
    assert belief.node.product == outcome.node.product
    assert lines(outcome, member) == [
        "More holds are collected",
        "  Help me plan around a wait",
        "    Know the day",
        "    A range of days on every hold",
        "      A range is enough to plan",
    ]


def test_an_assumption_is_a_claim_and_an_outcome_is_none(outcome, need, solution, member):
    belief = grow(Assumption, solution, title="A range is enough to plan", actor=member)
    support(belief.node, member, 5)
    support(need.node, member, 2)

    found = {one.kind: one.strength for one in queries.tree(outcome, actor=member).all}

    assert found["assumption"].people_for == 5
    assert found["outcome"] is None
    assert found["solution"] is None
    assert not StoredStrength.objects.filter(node__in=[outcome.pk, solution.pk]).exists()


def test_moving_keeps_what_stands_below_and_leaves_one_place(outcome, need, solution, member):
    other = grow(Opportunity, outcome, title="Tell me which shelf it is on", actor=member)
    grow(Assumption, solution, title="A range is enough to plan", actor=member)

    place_under(solution, other, actor=member)

    assert under(solution) == [("addresses", "OPP-2")]
    assert lines(other, member) == [
        "Tell me which shelf it is on",
        "  A range of days on every hold",
        "    A range is enough to plan",
    ]


def test_siblings_stand_in_the_order_in_which_people_put_them(outcome, need, member):
    a, b, c = (grow(Solution, need, title=title, actor=member) for title in "ABC")

    place_under(c, need, after="", actor=member)
    place_under(a, need, after=b.node.reference, actor=member)

    assert [line.strip() for line in lines(need, member)[1:]] == ["C", "B", "A"]


def test_a_circle_is_refused_with_a_sentence_that_names_it(outcome, need, member):
    part = grow(Opportunity, need, title="Know the day", actor=member)
    smaller = grow(Opportunity, part, title="Know the hour", actor=member)

    with pytest.raises(InvalidState, match="circle: OPP-1 → OPP-3 → OPP-2 → OPP-1"):
        place_under(need, smaller, actor=member)

    assert under(need) == [("moves", "OUT-1")]


def test_what_cannot_stand_there_is_refused(outcome, need, solution, member):
    with pytest.raises(InvalidState, match="Solution SOL-1 cannot stand under outcome OUT-1"):
        place_under(solution, outcome, actor=member)
    actions.retire_branch(outcome, reason="Met.", actor=member)
    with pytest.raises(InvalidState, match="OUT-1 is retired"):
        place_under(need, outcome, actor=member)


def test_a_move_does_not_undo_a_colleagues_move(outcome, need, solution, member):
    other = grow(Opportunity, outcome, title="Tell me which shelf it is on", actor=member)
    place_under(solution, other, actor=make_member(like=member))

    with pytest.raises(InvalidState, match="Somebody moved SOL-1 meanwhile: it stands under OPP-2"):
        place_under(solution, need, seen="OPP-1", actor=member)

    assert under(solution) == [("addresses", "OPP-2")]


def test_a_title_is_not_written_over_what_a_colleague_wrote(solution, member):
    actions.rename_branch(solution, "Days as a range", was=solution.node.title, actor=make_member(like=member))

    with pytest.raises(Conflict) as conflict:
        actions.rename_branch(solution, "A week at most", was="A range of days on every hold", actor=member)

    assert conflict.value.now["title"] == "Days as a range"
    assert list(conflict.value.changes) == ["title"]


def test_renaming_leaves_everything_else_as_it_was(outcome, member):
    actions.rename_branch(outcome, "More holds reach people", was="More holds are collected", actor=member)

    kept = queries.grown_by_reference("OUT-1", actor=member)
    assert (kept.node.title, kept.goal, kept.node.product) == ("More holds reach people", "68%", product_of(member))


def test_what_is_retired_leaves_the_tree_with_its_reason_and_comes_back(outcome, need, solution, member):
    actions.retire_branch(need, reason="Nobody waits any more.", actor=member)

    assert lines(outcome, member) == ["More holds are collected"]

    actions.reopen_branch(need, actor=member)

    assert len(lines(outcome, member)) == 3
    with pytest.raises(InvalidState, match="open already"):
        actions.reopen_branch(need, actor=member)


def test_contributors_change_their_own_and_readers_nothing(outcome, solution, member):
    contributor, reader = make_member(Role.CONTRIBUTOR, like=member), make_member(Role.READER, like=member)
    own = add_branch(Solution, title="Mine", actor=contributor)
    actions.rename_branch(own, "Mine, reworded", was="Mine", actor=contributor)

    with pytest.raises(Denied):
        actions.rename_branch(solution, "Theirs", was=solution.node.title, actor=contributor)
    with pytest.raises(Denied):
        actions.retire_branch(own, reason="Done.", actor=contributor)
    with pytest.raises(Denied):
        add_branch(Outcome, title="No", actor=reader)
    with pytest.raises(NotVisible):
        actions.take_out(solution, actor=make_member())


def test_the_target_stands_in_the_tree_of_its_outcome(outcome, need, member):
    actions.focus_on(outcome, need, actor=member)

    assert Outcome.objects.get().focus == need
    with pytest.raises(InvalidState, match="does not stand in the tree of OUT-1"):
        actions.focus_on(outcome, make_opportunity(member, "Elsewhere"), actor=member)
    actions.focus_on(outcome, None, actor=member)
    assert Outcome.objects.get().focus is None


def test_gaps_are_said_in_words_and_the_riskiest_assumption_first(outcome, need, solution, member):
    weak, known = (
        add_branch(Assumption, title=title, details={"importance": importance}, actor=member)
        for title, importance in (("It may pay", "medium"), ("Days are right", "high"))
    )
    for belief in (weak, known):
        place_under(belief, solution, actor=member)
    alone = grow(Opportunity, outcome, title="Reach me when notices go to spam", actor=member)
    support(alone.node, member, 3)
    support(need.node, member, 3)

    gaps = [(one.branch.node.title, str(one.words)) for one in queries.tree(outcome, actor=member).gaps]

    assert gaps == [
        ("Days are right", "no test planned"),
        ("It may pay", "no test planned"),
        ("Help me plan around a wait", "no other solution considered"),
        ("Reach me when notices go to spam", "no solution yet"),
    ]


def test_a_tree_takes_the_same_few_queries_however_wide_it_is(outcome, need, member, django_assert_num_queries):
    for number in range(12):
        way = grow(Solution, need, title=f"Way {number}", actor=member)
        grow(Assumption, way, title=f"Belief {number}", actor=member)

    with django_assert_num_queries(8):
        found = queries.tree(outcome, actor=member)

    assert len(found.all) == 26


def test_an_outline_shows_what_is_near_and_says_how_much_is_below(outcome, need, member):
    for number in range(ROWS):
        grow(Solution, need, title=f"Way {number}", actor=member)

    shown = outline(queries.tree(outcome, actor=member).root)

    (branch,) = shown.below(shown.top)
    assert shown.below(branch) == []
    assert shown.hidden(branch) == ROWS


def test_a_search_shows_what_it_finds_with_what_that_stands_under(outcome, need, solution, member):
    grow(Opportunity, outcome, title="Tell me which shelf it is on", actor=member)

    shown = outline(queries.tree(outcome, actor=member).root, "range")

    assert [one.node.title for one in shown.top.walk() if one.node.pk in shown.shown] == [
        "More holds are collected",
        "Help me plan around a wait",
        "A range of days on every hold",
    ]
    assert shown.hits == {solution.pk}


def test_a_solution_is_no_roadmap_item_of_its_opportunity(need, solution, member):
    from allied.domains.discovery.queries import around, rows  # noqa: PLC0415

    found = around(need, actor=member)
    assert (found.items, [one.reference for one in found.solutions]) == ([], ["SOL-1"])
    assert rows([need], actor=member)[0].items == 0


def test_a_link_by_a_program_that_gives_two_places_shows_the_first(outcome, need, member):
    other = add_branch(Outcome, title="Fewer calls", actor=member)
    link(need.node, "moves", other.node, actor=member)

    assert lines(outcome, member)[1:] == ["  Help me plan around a wait"]
    assert queries.parents_of([need.node])[need.pk] == outcome.node
