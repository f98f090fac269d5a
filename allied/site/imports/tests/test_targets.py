"""Insights, opportunities and items by file: made, linked, brought up to date and taken back as one."""

import pytest

from allied.domains.discovery.actions import edit_opportunity
from allied.domains.discovery.models import Opportunity
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import imported as feedback_imported
from allied.domains.insights.models import Insight
from allied.domains.roadmap.models import Item
from allied.kernel.errors import BadInput, Denied
from allied.kernel.importing import actions
from allied.kernel.importing.models import Import, ImportRow, Origin, losses
from allied.kernel.importing.reading import choose
from allied.kernel.importing.targets import target_named
from allied.kernel.jobs import runner
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db

NEEDS = """id,need,details,who it concerns,parent,owner
P-1,Know when my hold is ready,People wait without a date.,Borrowers,,Imani
P-2,Know where I am in the queue,,Borrowers,P-1,Imani
P-3,,No title here,,,Imani
P-4,Hear of it without an app,,Carers,P-9,Priya
"""
PLAN = """Key,Summary,Description,Status,Opportunity,Blocks
A-1,Show a date instead of a number,Calls about the queue,In Progress,P-2,A-2
A-2,Text messages,,Backlog,Hear of it without an app,
A-3,A paper slip,,On ice,OPP-1,
"""


def uploaded(actor: Member, content: str, target: str, *, source: str = "Tool", **wanted: str) -> Import:
    made = actions.upload_import(
        file_name="export.csv",
        chunks=[content.encode()],
        product=product_of(actor),
        actor=actor,
        source=source,
        target=target,
    )
    mapping = choose(made.choices, made.layout.names, list(wanted.items()), target_named(target).vocabulary)
    return actions.map_import(made, mapping, source=source, actor=actor)


def imported(actor: Member, content: str, target: str, **wanted: str) -> Import:
    made = actions.start_import(uploaded(actor, content, target, **wanted), actor=actor)
    runner.run_all()
    made.refresh_from_db()
    assert made.state == Import.State.DONE
    return made


def links() -> set[tuple[str, str, str]]:
    found = Link.objects.select_related("source", "target")
    return {(link.source.reference, link.relation, link.target.reference) for link in found}


def sentence(made: Import, number: int) -> str:
    return ImportRow.objects.get(of=made, number=number).sentence


def test_columns_are_guessed_by_their_names():
    editor = make_member()

    needs, plan = uploaded(editor, NEEDS, "opportunity"), uploaded(editor, PLAN, "item")

    assert [use.meaning for use in needs.choices.uses] == [
        "source_id",
        "title",
        "description",
        "concerns",
        "part_of",
        "raw",
    ]
    assert [use.meaning for use in plan.choices.uses] == [
        "source_id",
        "title",
        "problem",
        "horizon",
        "addresses",
        "blocks",
    ]


def test_opportunities_come_in_with_their_tree():
    editor = make_member()

    made = imported(editor, NEEDS, "opportunity")

    assert (made.read, made.stored, made.left_out, made.linked, made.unlinked) == (4, 3, 1, 1, 1)
    assert made.reasons == {"no title": 1}
    assert links() == {("OPP-2", "part_of", "OPP-1")}
    assert "“P-9” is not here" in sentence(made, 5)
    first = Opportunity.objects.get(node__number=1)
    assert (first.node.title, first.description, first.concerns) == (
        "Know when my hold is ready",
        "People wait without a date.",
        "Borrowers",
    )
    assert Origin.objects.get(node=first.node).raw == {"owner": "Imani"}
    assert [node.reference for node in find(actor=editor, text="without date").nodes] == ["OPP-1"]
    assert first.node.strength.level


def test_items_come_in_with_horizon_order_and_links_by_id_title_and_reference():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")

    made = imported(editor, PLAN, "item")

    items = list(Item.objects.order_by("position").select_related("node"))
    assert {(item.node.title, item.horizon) for item in items} == {
        ("Show a date instead of a number", "now"),
        ("Text messages", "later"),
        ("A paper slip", "later"),
    }
    assert [item.node.title for item in items if item.horizon == "later"] == ["Text messages", "A paper slip"]
    assert links() - {("OPP-2", "part_of", "OPP-1")} == {
        ("ITM-1", "addresses", "OPP-2"),
        ("ITM-2", "addresses", "OPP-3"),
        ("ITM-3", "addresses", "OPP-1"),
        ("ITM-1", "blocks", "ITM-2"),
    }
    assert "“On ice” is none of now, next, later" in sentence(made, 4)
    assert (made.linked, made.unlinked) == (4, 0)


def test_insights_come_in_as_drafts_that_rest_on_feedback():
    editor = make_member()
    feedback_imported(editor)
    content = "insight,summary,evidence\nA number tells nobody when,They ask for a date.,ZD-1; FBK-2\n"

    made = imported(editor, content, "insight")

    insight = Insight.objects.get()
    assert (insight.node.state, insight.claim) == ("draft", "A number tells nobody when")
    assert links() == {("FBK-1", "supports", "INS-1"), ("FBK-2", "supports", "INS-1")}
    assert made.linked == 2
    assert insight.node.strength.s > 0


def test_feedback_supports_what_its_file_names():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")

    made = imported(
        editor, "id,text,feature\n1,When is it ready?,P-1\n2,And where am I?,P-2\n", "feedback", supports="feature"
    )

    assert made.linked == 2
    assert ("FBK-1", "supports", "OPP-1") in links()


def test_links_to_each_other_in_a_circle_are_remarks_and_no_failure():
    editor = make_member()

    made = imported(editor, "id,need,parent\na1,One,b2\nb2,Two,a1\nc3,Three,c3\n", "opportunity")

    assert (made.linked, made.unlinked) == (1, 2)
    assert "circle" in sentence(made, 3)


def test_the_same_file_again_changes_nothing():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")

    again = imported(editor, NEEDS, "opportunity")

    assert (again.stored, again.updated, again.already_here, again.left_out) == (0, 0, 3, 1)
    assert Opportunity.objects.count() == 3
    assert len(links()) == 1


def test_without_ids_the_same_file_again_adds_nothing():
    editor = make_member()
    imported(editor, "title\nOne\nTwo\nOne\n", "opportunity")

    again = imported(editor, "title\nOne\nTwo\nOne\nFour\n", "opportunity")

    assert (again.stored, again.already_here) == (1, 3)


CHANGED = NEEDS.replace("Know where I am in the queue,", "Know how many are before me,A number.").replace(
    "People wait without a date.", "People wait and call."
)


def test_a_later_file_changes_what_it_says_otherwise_and_leaves_what_was_edited_here():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")
    first = Opportunity.objects.select_related("node__product").get(node__number=1)
    edit_opportunity(
        first, title=first.node.title, description="Ours", concerns="All", actor=editor, product=first.node.product
    )

    again = imported(editor, CHANGED, "opportunity")

    assert (again.stored, again.updated, again.already_here) == (0, 1, 2)
    second = Opportunity.objects.get(node__number=2)
    assert (second.node.title, second.description) == ("Know how many are before me", "A number.")
    first.refresh_from_db()
    assert (first.description, first.concerns) == ("Ours", "All")
    assert "edited its description here since" in sentence(again, 2)
    assert "Its opportunity and description differ" in sentence(again, 3)


def test_an_object_that_has_ended_is_left_as_it_is_with_the_reason():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")
    from allied.domains.discovery.actions import retire_opportunity  # noqa: PLC0415

    retire_opportunity(Opportunity.objects.get(node__number=2), reason="Solved.", actor=editor)

    again = imported(editor, CHANGED, "opportunity")

    assert (again.updated, again.left_out, again.reasons) == (1, 2, {"no title": 1, "not accepted": 1})


def test_undo_takes_back_objects_links_and_changes():
    editor = make_member()
    imported(editor, NEEDS, "opportunity")
    again = imported(editor, CHANGED + "P-5,A fifth,,,P-1,\n", "opportunity")
    assert (again.stored, again.updated, again.linked) == (1, 2, 2)

    actions.undo_import(again, actor=editor)
    runner.run_all()

    assert set(Node.objects.filter(kind="opportunity").values_list("title", flat=True)) == {
        "Know when my hold is ready",
        "Know where I am in the queue",
        "Hear of it without an app",
    }
    assert Opportunity.objects.get(node__number=1).description == "People wait without a date."
    assert links() == {("OPP-2", "part_of", "OPP-1")}


def test_undo_of_everything_leaves_what_somebody_used():
    editor = make_member()
    needs = imported(editor, NEEDS, "opportunity")
    plan = imported(editor, PLAN, "item")

    actions.undo_import(needs, actor=editor)
    runner.run_all()
    assert Opportunity.objects.count() == 3, "items address them"

    actions.undo_import(plan, actor=editor)
    runner.run_all()
    assert not Item.objects.exists()
    assert links() == set()


def test_a_horizon_is_updated_and_put_back():
    editor = make_member()
    imported(editor, PLAN, "item")
    again = imported(editor, PLAN.replace("Backlog", "Planned"), "item")
    assert again.updated == 1
    assert Item.objects.get(node__title="Text messages").horizon == "next"

    actions.undo_import(again, actor=editor)
    runner.run_all()

    assert Item.objects.get(node__title="Text messages").horizon == "later"


def test_a_run_takes_few_statements_however_many_rows(django_assert_max_num_queries):
    editor = make_member()
    rows = "".join(f"{number},Item {number},Now\n" for number in range(240))
    made = actions.start_import(uploaded(editor, "id,title,status\n" + rows, "item"), actor=editor)

    with django_assert_max_num_queries(50):
        runner.run_all()

    made.refresh_from_db()
    assert made.stored == 240


def test_what_became_of_each_column_is_told():
    made = imported(make_member(), NEEDS, "opportunity")

    assert [(loss.column, loss.outcome, loss.kept) for loss in losses(made)] == [
        ("id", "mapped", 3),
        ("need", "mapped", 3),
        ("details", "mapped", 1),
        ("who it concerns", "mapped", 3),
        ("parent", "mapped", 2),
        ("owner", "kept raw", 3),
    ]


def test_who_may_not_edit_such_objects_may_not_import_them():
    contributor = make_member("contributor")

    for target in ("insight", "opportunity", "item"):
        with pytest.raises(Denied):
            uploaded(contributor, NEEDS, target)


def test_there_is_no_target_of_that_name():
    with pytest.raises(BadInput, match="Choose what each row becomes"):
        uploaded(make_member(), NEEDS, "sticker")


def test_a_file_without_a_column_for_the_title_is_refused_at_its_start():
    editor = make_member()
    made = actions.upload_import(
        file_name="x.csv", chunks=[b"a,b\n1,2\n"], product=product_of(editor), actor=editor, target="item"
    )

    with pytest.raises(BadInput, match="No column holds the item"):
        actions.start_import(made, actor=editor)
    assert not Feedback.objects.exists()
