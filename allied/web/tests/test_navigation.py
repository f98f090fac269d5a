"""The sidebar shows what exists and what a member may open."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from allied.kernel.access import Permission
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.web import navigation

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


pages = ([path("list", page, name="list"), path("<str:reference>", page, name="detail")], "insights")
urlpatterns = [
    path("w/<slug:workspace>/insights/", include(pages)),
    path("w/<slug:workspace>/people", page, name="people"),
]


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("Understand", "Insights", "insights:list", "lightbulb", order=20, key="i", count=lambda _: 3)
    navigation.register("", "People", "people", "users", order=10, permission=Permission.MEMBER_MANAGE)


def test_areas_come_in_the_order_of_the_product_with_what_waits() -> None:
    member = make_member(Role.OWNER)

    first, second = navigation.areas(member, "insights:detail")

    assert (first.label, second.label) == ("", "Understand")
    assert second.links[0].url == f"/w/{member.workspace.slug}/insights/list"
    assert (second.links[0].count, second.links[0].current, second.current) == (3, "true", True)
    assert navigation.areas(member, "insights:list")[1].links[0].current == "page"


def test_what_a_role_may_not_open_is_not_shown() -> None:
    assert [area.label for area in navigation.areas(make_member(Role.READER))] == ["Understand"]


def test_two_places_cannot_share_a_letter_and_areas_are_known() -> None:
    with pytest.raises(ValueError, match="G I already goes"):
        navigation.register("Decide", "Items", "people", "users", order=1, key="i")
    with pytest.raises(ValueError, match="no area 'Elsewhere'"):
        navigation.register("Elsewhere", "Items", "people", "users", order=1)
