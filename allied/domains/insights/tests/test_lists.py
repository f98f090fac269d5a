"""What every registered list offers, on the list of insights: saved lists, exports, cells and selections."""

import pytest

from allied.domains.insights.tests.builders import make_insight, make_published
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.people.catalogue import Role
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


class Lists(Browser):
    """A member's browser on the addresses that all lists share."""

    def __init__(self, member):
        super().__init__(member)
        self.shared = f"/w/{member.workspace.slug}/lists/insights"

    def shared_post(self, path, **fields):
        return self.client.post(self.shared + path, fields)

    def shared_get(self, path, **query):
        return self.client.get(self.shared + path, query)


def test_a_list_is_saved_opened_and_begun_with():
    member = make_member()
    make_published(member, "Waits")
    make_insight(member, "Fines")
    lists = Lists(member)

    answer = lists.shared_post("/saved", name="Published", query="where=state~is~published&page=3&cols=state")
    saved = SavedList.objects.get()
    assert saved.query == "cols=state&where=state~is~published"
    assert answer["Location"].endswith(f"/insights?{saved.query}&list={saved.pk}")

    text = lists.client.get(answer["Location"]).content.decode()
    assert "Fines" not in text
    assert "Begin with this list" in text
    assert ", changed" not in text
    assert ", changed" in lists.text(list=saved.pk, where="state~is~draft")

    lists.shared_post("/default", saved=saved.pk)
    assert lists.get()["Location"] == answer["Location"]
    assert "Fines" in lists.text(list="all")


def test_a_list_of_that_name_is_not_saved_twice():
    lists = Lists(make_member())
    lists.shared_post("/saved", name="Mine", query="")

    answer = lists.shared_post("/saved", name="Mine", query="sort=people")

    assert "called “Mine” already" in lists.client.get(answer["Location"]).content.decode()
    assert SavedList.objects.count() == 1


def test_a_saved_list_is_renamed_redrawn_deleted_and_brought_back():
    lists = Lists(make_member())
    lists.shared_post("/saved", name="Mine", query="")
    pk = SavedList.objects.get().pk

    lists.shared_post(f"/saved/{pk}", name="Ours", is_shared="on")
    lists.shared_post(f"/saved/{pk}", do="update", query="sort=people")
    saved = SavedList.objects.get()
    assert (saved.name, saved.is_shared, saved.query) == ("Ours", True, "sort=people")

    answer = lists.shared_post(f"/saved/{pk}/deletion")
    assert f"/saved/{pk}/restoration" in lists.client.get(answer["Location"]).content.decode()
    lists.shared_post(f"/saved/{pk}/restoration")
    assert SavedList.objects.get().deleted_at is None


def test_a_reader_keeps_lists_too_but_does_not_change_those_of_others():
    owner = make_member()
    Lists(owner).shared_post("/saved", name="Ours", query="", is_shared="on")
    pk = SavedList.objects.get().pk
    reader = Lists(make_member(Role.READER, like=owner))

    assert reader.shared_post(f"/saved/{pk}", name="Theirs").status_code == 403
    assert reader.shared_post("/saved", name="Mine", query="").status_code == 302
    assert reader.client.post(reader.shared.replace("insights", "nothing") + "/saved").status_code == 404
