"""Lists under a name: private or shared, renamed, deleted and brought back, one of them to begin with."""

import pytest

from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.people.catalogue import Role
from allied.kernel.saved_lists import actions
from allied.kernel.saved_lists.queries import default_of, saved_list, saved_lists
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani")


@pytest.fixture
def priya(imani):
    return make_member(Role.EDITOR, like=imani, name="Priya")


def keep(actor, name="Waiting", *, is_shared=False, query="where=state~is~draft"):
    return actions.save_list("insights", name=name, query=query, is_shared=is_shared, actor=actor)


def names(actor):
    return [saved.name for saved in saved_lists("insights", actor=actor)]


def test_a_private_list_is_its_owners_alone_and_a_shared_one_everybodys(imani, priya):
    mine, ours = keep(imani, "Mine"), keep(imani, "Ours", is_shared=True)

    assert names(imani) == ["Mine", "Ours"]
    assert names(priya) == ["Ours"]
    assert names(make_member()) == []
    assert saved_list(ours.pk, actor=priya) == ours
    with pytest.raises(NotVisible):
        saved_list(mine.pk, actor=priya)
    assert Activity.objects.filter(verb="saved_list.saved").count() == 2


def test_a_name_is_needed_and_used_once(imani, priya):
    keep(imani)
    keep(priya)

    with pytest.raises(BadInput, match="already"):
        keep(imani)
    with pytest.raises(BadInput, match="Write something"):
        keep(imani, " ")
    with pytest.raises(BadInput, match="characters long"):
        keep(imani, "Long", query="q=" + "x" * 3_000)


def test_its_owner_renames_shares_and_redraws_it_and_nobody_else(imani, priya):
    saved = keep(imani, is_shared=True)

    actions.change_list(saved, name="Drafts", is_shared=False, query="sort=people", actor=imani)

    saved.refresh_from_db()
    assert (saved.name, saved.is_shared, saved.query) == ("Drafts", False, "sort=people")
    with pytest.raises(Denied, match="Imani"):
        actions.change_list(saved, name="Other", actor=priya)


def test_who_manages_the_workspace_may_change_a_shared_list_only(imani):
    owner = make_member(Role.OWNER, like=imani)

    actions.change_list(keep(imani, is_shared=True), name="Ours", actor=owner)
    with pytest.raises(Denied):
        actions.delete_list(keep(imani, "Mine"), actor=owner)


def test_a_deleted_list_is_gone_and_comes_back(imani, priya):
    saved = keep(imani, is_shared=True)
    actions.begin_with("insights", saved, actor=priya)

    actions.delete_list(saved, actor=imani)
    assert names(imani) == []
    assert default_of("insights", actor=priya) is None

    actions.restore_list(saved_list(saved.pk, actor=imani, deleted=True), actor=imani)
    assert names(priya) == ["Waiting"]
    assert default_of("insights", actor=priya) == saved


def test_a_deleted_list_does_not_come_back_over_another_of_its_name(imani):
    saved = keep(imani)
    actions.delete_list(saved, actor=imani)
    keep(imani)

    with pytest.raises(BadInput, match="already"):
        actions.restore_list(saved, actor=imani)


def test_a_default_is_each_members_own_and_can_be_given_up(imani, priya):
    saved = keep(imani, is_shared=True)
    actions.begin_with("insights", saved, actor=imani)

    assert default_of("insights", actor=imani) == saved
    assert default_of("insights", actor=priya) is None
    assert [one.is_default for one in saved_lists("insights", actor=imani)] == [True]

    actions.begin_with("insights", None, actor=imani)
    assert default_of("insights", actor=imani) is None


def test_there_is_room_for_so_many(imani, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    keep(imani)

    with pytest.raises(InvalidState, match="Delete one first"):
        keep(imani, "Second")
