"""Labels: put on, named anew, merged, deleted, and back again."""

from __future__ import annotations

import pytest

from allied.kernel.activity.history import history
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.labels import actions, queries
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.fixture
def waiting(imani):
    return actions.add_label("Waiting", actor=imani, tone="note")


@pytest.fixture
def queue(imani):
    return actions.add_label("Queue", actor=imani)


@pytest.fixture
def made(imani, waiting, queue):
    found = [nodes.create("insight", title=title, actor=imani) for title in ("One", "Two", "Three")]
    actions.set_labels(found[0], [waiting], actor=imani)
    actions.set_labels(found[1], [waiting, queue], actor=imani)
    return found


def names(node):
    return [label.name for label in queries.labels_of([node])[node.pk]]


def test_labels_stand_on_objects_and_lists_filter_by_them(imani, made, waiting, queue, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = list(Node.objects.visible_to(imani).filter(queries.labelled([queue.pk, waiting.pk])).order_by("number"))

    assert found == made[:2]
    assert names(made[1]) == ["Queue", "Waiting"]
    actions.set_labels(made[1], [queue], actor=imani)
    assert history(made[1], actor=imani)[0].words == "took the label Waiting off"


def test_a_word_is_there_once_however_it_is_written(imani, waiting):
    assert actions.add_label(" waiting ", actor=imani) == waiting
    with pytest.raises(BadInput, match="Merge the two"):
        actions.change_label(actions.add_label("Queue", actor=imani), name="WAITING", tone="", actor=imani)


def test_a_merge_moves_every_place_and_can_be_taken_back(imani, made, waiting, queue):
    actions.merge_label(waiting, queue, actor=imani)
    assert [names(node) for node in made] == [["Queue"], ["Queue"], []]
    with pytest.raises(InvalidState):
        actions.merge_label(waiting, queue, actor=imani)

    actions.restore_label(waiting, actor=imani)

    assert [names(node) for node in made] == [["Waiting"], ["Queue", "Waiting"], []]


def test_a_deleted_label_is_off_everything_and_comes_back(imani, made, waiting):
    actions.delete_label(waiting, actor=imani)
    assert [names(node) for node in made] == [[], ["Queue"], []]
    assert [(one.name, one.uses) for one in queries.counted(actor=imani)] == [("Queue", 1)]

    actions.restore_label(waiting, actor=imani)

    assert [(one.name, one.uses) for one in queries.counted(actor=imani)] == [("Queue", 1), ("Waiting", 2)]
    actions.delete_label(waiting, actor=imani)
    actions.add_label("Waiting", actor=imani)
    with pytest.raises(InvalidState, match="another label"):
        actions.restore_label(waiting, actor=imani)


def test_contributors_use_labels_and_editors_manage_them(imani, made, waiting):
    contributor, reader = make_member(Role.CONTRIBUTOR, like=imani), make_member(Role.READER, like=imani)

    actions.set_labels(made[2], [waiting], actor=contributor)
    with pytest.raises(Denied):
        actions.delete_label(waiting, actor=contributor)
    with pytest.raises(Denied):
        actions.set_labels(made[2], [], actor=reader)


def test_labels_of_another_workspace_are_not_there(imani, made, waiting):
    stranger = make_member(Role.OWNER)

    with pytest.raises(NotVisible):
        queries.label_by_id(waiting.pk, actor=stranger)
    with pytest.raises(NotVisible):
        actions.delete_label(waiting, actor=stranger)
    with pytest.raises(NotVisible):
        actions.set_labels(made[0], [actions.add_label("Theirs", actor=stranger)], actor=imani)
    with pytest.raises(BadInput):
        actions.add_label("x" * 41, actor=imani)
