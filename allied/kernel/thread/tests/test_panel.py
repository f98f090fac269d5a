import pytest

from allied.kernel import activity
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.catalogue import Discipline
from allied.kernel.testing import make_member
from allied.kernel.thread import strength
from allied.kernel.thread.actions import link
from allied.kernel.thread.panel import panel
from allied.kernel.thread.problems import problems_of
from allied.kernel.thread.tests.builders import make_claim, support

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def stage(drawn, name):
    return next(stage for stage in drawn.stages if stage.spec.name == name)


def test_stages_stand_in_the_order_of_the_thread_with_this_object_marked(member):
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    support(insight, member, 5)
    link(insight, "supports", opportunity, actor=member)

    drawn = panel(opportunity, actor=member)

    assert [stage.spec.label for stage in drawn.stages] == ["Evidence", "Insight", "Opportunity", "Roadmap item"]
    assert [stage.count for stage in drawn.stages] == [5, 1, 1, 0]
    assert [stage.is_current for stage in drawn.stages] == [False, False, True, False]
    assert len(stage(drawn, "evidence").entries) == 3
    assert stage(drawn, "insight").entries[0].strength.level == "supported"
    assert (drawn.linked, [gap.spec.name for gap in drawn.gaps], drawn.more) == (3, ["item"], 0)


def test_a_gap_names_what_fills_it(member):
    opportunity = make_claim(member, kind="opportunity")
    item = create("item", title="Ship", actor=member)
    link(item, "addresses", opportunity, actor=member)

    evidence = stage(panel(item, actor=member), "evidence")

    assert evidence.gap == "no first-hand evidence"
    assert (evidence.fill.label, evidence.fill.relation) == ("Add evidence", "supports")
    assert (evidence.fill.anchor, evidence.fill.kinds, evidence.fill.anchor_is_source) == (
        opportunity,
        ("feedback", "experiment"),
        False,
    )


def test_what_cannot_be_linked_yet_is_no_gap(member):
    (feedback,) = support(make_claim(member), member)

    drawn = panel(feedback, actor=member)

    item = stage(drawn, "item")
    assert stage(drawn, "opportunity").fill.anchor.kind == "insight"
    assert (item.gap, item.fill, item.count) == ("", None, 0)


def test_what_has_ended_asks_for_nothing_more(member):
    insight = make_claim(member)
    support(insight, member, 2)
    enter_state(insight, "retired")

    drawn = panel(insight, actor=member)

    assert drawn.gaps == ()


def test_an_item_alone_is_filled_from_its_own_place(member):
    item = create("item", title="Ship", actor=member)

    drawn = panel(item, actor=member)

    assert [(gap.spec.name, gap.fill.relation, gap.fill.anchor_is_source) for gap in drawn.gaps] == [
        ("opportunity", "addresses", True),
    ]


def test_who_took_part_is_told_by_side(member):
    manager = make_member(like=member, discipline=Discipline.PRODUCT)
    engineer = make_member(like=member, discipline=Discipline.ENGINEERING)
    opportunity = make_claim(engineer, kind="opportunity")
    assert stage(panel(opportunity, actor=member), "opportunity").by == "none"

    activity.record("opportunity.edited", opportunity, actor=member)
    assert stage(panel(opportunity, actor=member), "opportunity").by == "ux"

    activity.record("opportunity.edited", opportunity, actor=manager)
    assert stage(panel(opportunity, actor=member), "opportunity").by == "both"
    assert stage(panel(make_claim(manager), actor=member), "insight").by == "product"


def test_evidence_behind_a_retired_claim_is_not_in_the_panel(member):
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    support(insight, member, 2)
    link(insight, "supports", opportunity, actor=member)

    enter_state(insight, "retired")
    strength.refresh([insight])

    assert stage(panel(opportunity, actor=member), "evidence").gap
    assert stage(panel(insight, actor=member), "evidence").count == 2


def test_a_panel_takes_the_same_queries_for_few_and_for_many(member, django_assert_num_queries):
    insight = make_claim(member)
    for number in (1, 12):
        support(insight, member, number)
        with django_assert_num_queries(PANEL_QUERIES):
            panel(insight, actor=member)


PANEL_QUERIES = 9


def test_strangers_find_no_panel(member):
    with pytest.raises(NotVisible):
        panel(make_claim(member), actor=make_member())


def test_an_item_shows_the_strength_of_its_problem_and_never_mixes_in_the_solution(member, django_assert_num_queries):
    item, idea = create("item", title="Ship", actor=member), create("item", title="Maybe", actor=member)
    weak, strong, gone = (make_claim(member, kind="opportunity") for _ in range(3))
    for opportunity in (weak, strong, gone):
        link(item, "addresses", opportunity, actor=member)
    support(strong, member, 5)
    support(gone, member, 9)
    enter_state(gone, "retired")

    with django_assert_num_queries(2):
        found = problems_of([item, idea], today=strength.today_in(member.workspace))

    assert found.keys() == {item.pk}
    assert (found[item.pk].opportunity, found[item.pk].others) == (strong, 1)
    assert (found[item.pk].words, found[item.pk].solution_words) == ("Problem: Supported", "Solution: not tested")
