import numpy as np
import pytest
from django.utils import timezone

from allied.kernel.embeddings import arrays, filling, tasks
from allied.kernel.embeddings.models import Progress, Vector
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_member("editor")


def claims(editor, *titles, **more):
    return nodes.create_many("insight", titles=titles, actor=editor, **more)


def test_every_node_gets_the_vector_of_its_words(editor):
    made = claims(editor, "Renewals fail on slow phones", "People want large print")

    assert filling.fill(editor.workspace) == 2
    ids, rows = arrays.vectors(editor.workspace_id)

    assert ids == [node.pk for node in made]
    assert rows == pytest.approx(filling.embedder().embed([node.title for node in made]), abs=1e-3)


def test_a_second_fill_has_nothing_to_do(editor):
    claims(editor, "Renewals fail on slow phones")
    filling.fill(editor.workspace)
    before = arrays.array(editor.workspace_id)

    assert filling.fill(editor.workspace) == 0
    assert arrays.array(editor.workspace_id) is before


def test_a_change_is_taken_up_and_the_array_follows(editor):
    first, second = claims(editor, "Renewals fail on slow phones", "People want large print")
    filling.fill(editor.workspace)
    arrays.array(editor.workspace_id)

    nodes.retitle(first, "Late fees keep families away")
    claims(editor, "The map is wrong")
    assert filling.fill(editor.workspace) == 2
    ids, rows = arrays.vectors(editor.workspace_id)

    assert len(ids) == 3
    expected = filling.embedder().embed(["Late fees keep families away"])[0]
    assert rows[ids.index(first.pk)] == pytest.approx(expected, abs=1e-3)
    assert second.pk in ids


def test_words_that_did_not_change_are_not_read_again_by_the_model(editor, monkeypatch):
    (node,) = claims(editor, "Renewals fail on slow phones")
    filling.fill(editor.workspace)
    nodes.touch(node)
    monkeypatch.setattr(type(filling.embedder()), "embed", lambda _self, texts: np.zeros((len(texts), 256)))

    assert filling.fill(editor.workspace) == 1
    assert arrays.vectors(editor.workspace_id)[1].any()


def test_steps_go_on_where_the_last_one_ended(editor, monkeypatch):
    monkeypatch.setattr(filling, "STEP", 2)
    claims(editor, *(f"Claim {number}" for number in range(5)))

    assert [filling.fill_step(editor.workspace) for _ in range(4)] == [2, 2, 1, 0]
    assert Vector.objects.count() == 5


def test_a_failing_step_stores_nothing_and_is_done_again(editor, monkeypatch):
    claims(editor, "Renewals fail on slow phones")
    with monkeypatch.context() as patch:
        patch.setattr(filling, "_store", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            filling.fill_step(editor.workspace)
    assert not Progress.objects.exists()

    assert filling.fill(editor.workspace) == 1


def test_another_model_fills_everything_again(editor):
    claims(editor, "Renewals fail on slow phones")
    filling.fill(editor.workspace)
    Progress.objects.update(model="another")
    Vector.objects.update(model="another")

    assert filling.fill(editor.workspace) == 1
    assert Vector.objects.get().model == filling.embedder().name


def test_a_vector_goes_with_its_node(editor):
    (node,) = claims(editor, "Renewals fail on slow phones")
    filling.fill(editor.workspace)

    Node.objects.filter(pk=node.pk).delete()

    assert not Vector.objects.exists()


def test_an_array_is_narrowed_by_product_and_kind_and_never_holds_another_workspace(editor):
    other_product = Product.objects.create(workspace=editor.workspace, slug="desk", name="Desk")
    (here,) = claims(editor, "Here", product=product_of(editor))
    claims(editor, "There", product=other_product)
    nodes.create("opportunity", title="Other kind", actor=editor, product=product_of(editor))
    stranger = make_member("editor")
    claims(stranger, "Elsewhere")
    filling.fill(editor.workspace)
    filling.fill(stranger.workspace)

    ids, _ = arrays.vectors(editor.workspace_id, product_id=product_of(editor).pk, kinds=["insight"])

    assert ids == [here.pk]
    assert len(arrays.array(editor.workspace_id)) == 3


def test_an_unchanged_array_costs_one_query(editor, django_assert_num_queries):
    claims(editor, "Here")
    filling.fill(editor.workspace)
    arrays.array(editor.workspace_id)

    with django_assert_num_queries(1):
        arrays.array(editor.workspace_id)


def test_a_workspace_without_vectors_has_an_empty_array(editor):
    assert arrays.vectors(editor.workspace_id)[0] == []


def test_an_array_that_was_read_while_it_was_empty_follows_the_first_vectors(editor):
    (gone,) = claims(editor, "Renewals fail on slow phones")
    filling.fill(editor.workspace)
    Node.objects.filter(pk=gone.pk).delete()
    assert len(arrays.array(editor.workspace_id)) == 0

    (first,) = claims(editor, "People want large print")
    filling.fill(editor.workspace)

    assert arrays.vectors(editor.workspace_id)[0] == [first.pk]


def test_a_job_fills_and_only_one_waits(editor):
    claims(editor, "Here")

    tasks.queue(editor.workspace_id)
    tasks.queue(editor.workspace_id)
    assert runner.run_all() == 0
    Job.objects.update(not_before=timezone.now())
    runner.run_all()

    job = Job.objects.get(task=tasks.TASK)
    assert (job.state, job.done) == (Job.State.DONE, 1)
    assert Vector.objects.count() == 1
