import pytest

from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.search.actions import index
from allied.kernel.search.queries import FEW, find
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def titles(member, text, **more):
    return [node.title for node in find(actor=member, text=text, **more).nodes]


def add(member, title, *texts, kind="insight"):
    node = create(kind, title=title, actor=member)
    index(node, *texts)
    return node


def test_every_word_must_occur_and_the_last_may_be_unfinished():
    member = make_member()
    add(member, "People leave when the wait is unknown")
    add(member, "People stay")

    assert titles(member, "people wai") == ["People leave when the wait is unknown"]
    assert titles(member, "people WAIT unknown") == ["People leave when the wait is unknown"]
    assert titles(member, "wait stay") == []


def test_accents_and_case_do_not_matter():
    member = make_member()
    add(member, "Café closes at six", "Ärger über Straße")

    assert titles(member, "cafe") == titles(member, "CAFÉ") == titles(member, "arger uber strasse")
    assert titles(member, "cafe")


def test_a_changed_text_is_found_by_its_new_words_only():
    member = make_member()
    node = add(member, "Holds", "slow")
    index(node, "quick")

    assert titles(member, "slow") == []
    assert titles(member, "quick") == ["Holds"]


def test_a_removed_node_is_no_longer_found():
    member = make_member()
    add(member, "Holds").delete()

    assert titles(member, "holds") == []


def test_a_reference_finds_its_node_alone():
    member = make_member()
    node = add(member, "Holds")

    assert find(actor=member, text="ins-1").nodes == [node]
    assert find(actor=member, text="INS1").nodes == [node]


def test_a_kind_narrows_and_words_of_the_title_come_first():
    member = make_member()
    add(member, "Body only", "queue number")
    add(member, "Queue in the title")
    add(member, "Queue board", kind="opportunity")

    assert titles(member, "queue", kinds=["insight"]) == ["Queue in the title", "Body only"]


@pytest.mark.parametrize("text", ["", "   ", "!!!", '"', "a OR", "(", "ws1", "'; drop table", "a_b", "\\", ":*"])
def test_signs_of_the_query_language_are_only_text(text):
    member, stranger = make_member(), make_member()
    add(stranger, "secret ws1 a b")

    assert titles(member, text) == []


def test_another_workspace_and_a_guest_find_nothing():
    member = make_member()
    add(member, "Holds")

    assert titles(make_member(), "holds") == []
    assert titles(make_member(Role.GUEST, like=member), "holds") == []


def test_many_finds_are_ranked_like_few_and_only_the_best_are_read_whole(django_assert_num_queries):
    member = make_member()
    for turn in range(FEW + 1):
        add(member, f"Note {turn}", "queue")
    add(member, "Queue in the title")
    add(member, "Last note", "queue")

    with django_assert_num_queries(3):
        found = find(actor=member, text="queue", limit=2)

    assert [node.title for node in found.nodes] == ["Queue in the title", "Last note"]
    assert found.total == FEW + 3
    assert found.nodes[0].product is None
