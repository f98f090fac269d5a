import pytest
from django.db import IntegrityError, transaction

from allied.kernel import bulk
from allied.kernel.nodes import actions
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Holiday
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


def test_what_is_inserted_in_bulk_reads_back_as_it_was():
    member = make_member()
    made = actions.create_many("feedback", titles=["Ä “quote” %s", "B"], actor=member, product=product_of(member))

    stored = list(Node.objects.order_by("number"))

    assert stored == made
    assert [(node.title, node.product_id, node.archived_at) for node in stored] == [
        ("Ä “quote” %s", product_of(member).pk, None),
        ("B", product_of(member).pk, None),
    ]
    assert stored[0].created_at == made[0].created_at


def test_an_object_inserted_in_bulk_is_saved_again_as_the_same_row():
    (node,) = actions.create_many("feedback", titles=["A"], actor=make_member())

    node.title = "B"
    node.save(update_fields=["title"])

    assert Node.objects.get().title == "B"


def test_a_constraint_stops_all_of_them():
    workspace = make_member().workspace
    days = [Holiday(workspace=workspace, day="2026-12-25"), Holiday(workspace=workspace, day="2026-12-25")]

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(days)

    assert not Holiday.objects.exists()


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk.insert([])
