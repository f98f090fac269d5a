import pytest

from allied.kernel.embeddings import filling
from allied.kernel.embeddings.retrieval import compare, retrieve
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db

SAID = [
    "I cancelled my hold because nobody told me how long it takes",
    "The large print books are lovely",
    "The card was refused at the desk",
]


@pytest.fixture
def editor():
    return make_member("editor")


def said(editor, *titles, **more):
    made = nodes.create_many("insight", titles=titles, actor=editor, **more)
    filling.fill(editor.workspace)
    return made


def test_what_says_most_to_a_question_comes_first(editor):
    said(editor, *SAID)

    found = retrieve("Why do people cancel holds?", actor=editor)

    assert found.hits[0].text == SAID[0]
    assert found.searched == 3
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_other_words_of_the_same_meaning_are_found(editor):
    said(editor, *SAID)

    assert retrieve("volumes in big letters", actor=editor).hits[0].text == SAID[1]


def test_only_the_product_and_the_kinds_that_are_asked(editor):
    desk = Product.objects.create(workspace=editor.workspace, slug="desk", name="Desk")
    said(editor, SAID[0], product=desk)
    (here,) = said(editor, SAID[0], product=product_of(editor))

    found = retrieve(SAID[0], actor=editor, product_id=product_of(editor).pk, kinds=["insight"])

    assert [hit.node.pk for hit in found.hits] == [here.pk]
    assert retrieve(SAID[0], actor=editor, kinds=["feedback"]).hits == []


def test_a_filter_lets_through_what_it_accepts(editor):
    made = said(editor, *SAID)

    found = retrieve("holds", actor=editor, accept=lambda ids: {pk for pk in ids if pk == made[2].pk})

    assert [hit.node.pk for hit in found.hits] == [made[2].pk]


def test_nobody_finds_what_is_in_another_workspace_or_as_a_guest(editor):
    said(editor, *SAID)

    assert retrieve(SAID[0], actor=make_member("editor")).hits == []
    assert retrieve(SAID[0], actor=make_member(Role.GUEST, like=editor)).hits == []


def test_what_is_gone_or_archived_is_not_found(editor):
    gone, _, _ = said(editor, *SAID)
    gone.delete()

    assert SAID[0] not in [hit.text for hit in retrieve(SAID[0], actor=editor).hits]


def test_named_nodes_are_compared(editor):
    made = said(editor, *SAID)

    assert compare("refused card", made, actor=editor)[0].node == made[2]


@pytest.mark.parametrize("asked", ["", "   ", "?", "\U0001f600", "x" * 5_000])
def test_odd_questions_are_answered_without_an_error(editor, asked):
    said(editor, *SAID)

    retrieve(asked, actor=editor)
