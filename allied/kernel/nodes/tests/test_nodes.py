import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.actions import create, create_many
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference, nodes_by_references
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import favorites, opened
from allied.kernel.talk.models import Comment
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def test_references_count_per_workspace_and_kind():
    member, stranger = make_member(), make_member()

    made = [create("insight", title="A", actor=member), create("item", title="B", actor=member)]
    made += create_many("insight", titles=["C", "D"], actor=member)

    assert [node.reference for node in made] == ["INS-1", "ITM-1", "INS-2", "INS-3"]
    assert create("insight", title="E", actor=stranger).reference == "INS-1"


def test_a_number_is_given_back_when_the_transaction_fails():
    member = make_member()

    with transaction.atomic():
        create("insight", title="A", actor=member)
        transaction.set_rollback(True)

    assert create("insight", title="B", actor=member).reference == "INS-1"


def test_ids_sort_in_the_order_of_making():
    made = create_many("feedback", titles=[str(number) for number in range(600)], actor=make_member())

    assert [node.pk for node in made] == sorted(node.pk for node in made)
    assert len({node.pk for node in made}) == 600


@pytest.mark.parametrize("title", ["", "   ", "a\0b", "x" * 301])
def test_a_title_that_cannot_be_stored_is_refused(title):
    with pytest.raises(BadInput):
        create("insight", title=title, actor=make_member())


def test_a_node_is_found_by_its_reference_in_its_own_workspace_only():
    member = make_member()
    node = create("insight", title="A", actor=member)

    assert node_by_reference("ins-1", actor=member) == node
    assert nodes_by_references(["INS-1", "ins-1"], actor=member) == [node]
    for reference in ("INS-2", "XXX-1", "INS", "INS-٣", "INS-99999999999", ""):
        with pytest.raises(NotVisible):
            node_by_reference(reference, actor=member)
    with pytest.raises(NotVisible):
        node_by_reference("INS-1", actor=make_member())


def test_the_state_at_birth_is_the_first_of_its_kind():
    assert Node.objects.get(pk=create("insight", title="A", actor=make_member()).pk).state_label == "Draft"


def test_what_hangs_on_a_node_is_asked_for_without_listing_every_node(django_assert_num_queries):
    member, guest = make_member(), make_member(Role.GUEST)

    with CaptureQueriesContext(connection) as asked:
        assert favorites(actor=member) == opened(actor=member) == []
        assert list(Comment.objects.visible_to(member)) == []

    assert [query["sql"] for query in asked if " IN (SELECT" in query["sql"]] == []
    with django_assert_num_queries(0):
        assert list(Comment.objects.visible_to(guest)) == favorites(actor=guest) == []
