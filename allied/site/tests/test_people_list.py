"""The people of a workspace as a list: narrowed, grouped, exported, changed in place and many at once."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from allied.kernel.membership import members
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Member:
    return make_member(Role.OWNER, name="Imani Okafor", discipline=Discipline.DESIGN)


@pytest.fixture
def priya(me: Member) -> Member:
    return make_member(like=me, name="Priya Raman", discipline=Discipline.PRODUCT)


@pytest.fixture
def yusuf(me: Member) -> Member:
    return make_member(Role.READER, like=me, name="Yusuf Demir", discipline=Discipline.SALES)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def at(member: Member, path: str = "settings/people") -> str:
    return f"/w/{member.workspace.slug}/{path}"


def rows(member: Member, **query: str) -> list[str]:
    page = browser(member).get(at(member), query, headers={"HX-Request": "true"}).content.decode()
    return re.findall(r'person__name">([^<]+)</span>', page)


def bulk(member: Member, change: str, *chosen: Member):
    return browser(member).post(at(member, "lists/people/bulk"), {"change": change, "node": [one.pk for one in chosen]})


def undo_last(member: Member) -> None:
    browser(member).post(Act.objects.filter(member=member).order_by("-pk")[0].undo_url)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Imani Okafor", "Priya Raman", "Yusuf Demir"]),
        ({"sort": "-name"}, ["Yusuf Demir", "Priya Raman", "Imani Okafor"]),
        ({"q": "RAMAN priya"}, ["Priya Raman"]),
        ({"where": "role~is~reader"}, ["Yusuf Demir"]),
        ({"where": "side~is~ux"}, ["Imani Okafor"]),
        ({"where": "side~not~ux"}, ["Priya Raman", "Yusuf Demir"]),
        ({"where": "side~is~other"}, ["Yusuf Demir"]),
        ({"where": "side~empty"}, []),
        ({"where": "membership~is~ended"}, []),
        ({"where": "active~filled"}, []),
        ({"group": "discipline"}, ["Imani Okafor", "Priya Raman", "Yusuf Demir"]),
    ],
)
def test_people_are_narrowed_ordered_and_grouped(query, found, me, priya, yusuf):
    assert rows(me, **query) == found


def test_who_has_left_comes_last_and_is_found_by_it(me, priya, yusuf):
    members.deactivate(priya.pk, actor=me)

    assert rows(me) == ["Imani Okafor", "Yusuf Demir", "Priya Raman"]
    assert rows(me, where="membership~is~ended") == ["Priya Raman"]


def test_the_list_costs_the_same_for_many_as_for_few(me, priya, django_assert_max_num_queries):
    for _number in range(20):
        make_member(like=me)
    client = browser(me)
    client.get(at(me))

    with django_assert_max_num_queries(25):
        assert client.get(at(me)).status_code == 200


def test_people_are_exported_with_their_addresses_for_who_manages_members_alone(me, priya, yusuf):
    def exported(member):
        answer = browser(member).get(at(me, "lists/people/export/csv"), {"cols": "role,email,active", "sort": "name"})
        return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert exported(me)[0] == ["Number", "Person", "Role", "E-mail", "Last active"]
    assert exported(me)[2][:4] == [str(priya.pk), "Priya Raman", "Editor", priya.user.email]
    assert exported(yusuf)[0] == ["Number", "Person", "Role"]
    assert priya.user.email not in browser(yusuf).get(at(me), {"cols": "role,email"}).content.decode()


def test_the_roles_of_several_are_changed_and_put_back_at_once(me, priya, yusuf):
    bulk(me, "role~contributor", priya, yusuf)
    assert Act.objects.get(member=me).words == "Role of 2 rows are changed."
    assert set(Member.objects.exclude(pk=me.pk).values_list("role", flat=True)) == {"contributor"}

    undo_last(me)
    assert list(Member.objects.order_by("pk").values_list("role", flat=True)) == ["owner", "editor", "reader"]


def test_memberships_are_ended_and_begun_again_at_once(me, priya, yusuf):
    bulk(me, "membership~ended", priya, yusuf)
    assert Member.objects.filter(deactivated_at=None).get() == me

    undo_last(me)
    assert Member.objects.filter(deactivated_at=None).count() == 3


def test_a_name_and_a_discipline_are_changed_in_place(me, priya):
    client, place = browser(me), at(me, f"lists/people/cells/{priya.pk}")
    assert "Discipline of Priya Raman" in client.get(f"{place}/discipline").content.decode()

    client.post(f"{place}/discipline", {"to": "content"})
    client.post(f"{place}/name", {"to": "Priya R."})

    priya.refresh_from_db()
    assert (priya.name, priya.discipline) == ("Priya R.", "content")
    assert (
        "Name" in Act.objects.order_by("-pk")[0].words
        or "Person of Priya Raman" in Act.objects.order_by("-pk")[0].words
    )


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(me, priya):
    client, place = browser(me), at(me, f"lists/people/cells/{priya.pk}/role")
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(place).content.decode())[1]
    members.change_role(priya.pk, Role.READER, actor=me)

    assert client.post(place, {"to": "contributor", "seen": seen}).status_code == 409
    priya.refresh_from_db()
    assert priya.role == Role.READER


def test_the_rules_of_the_workspace_hold_in_the_list_too(me, priya, yusuf):
    administrator = make_member(Role.ADMINISTRATOR, like=me, name="Amara")
    browser(administrator).get(at(me))

    assert bulk(administrator, "role~owner", priya).status_code == 422  # it is not among what they may give
    last = bulk(administrator, "membership~ended", priya, me)
    assert last.status_code == 403  # only an owner ends the membership of an owner
    assert bulk(me, "membership~ended", priya, me).status_code == 409  # oneself
    assert bulk(me, "role~reader", me).status_code == 409
    assert bulk(yusuf, "role~reader", priya).status_code == 403
    assert browser(me).get(at(me, "lists/people/cells/99999999/role")).status_code == 404
    assert browser(me).get(at(me, f"lists/people/cells/{make_member().pk}/role")).status_code == 404
    priya.refresh_from_db()
    assert (priya.is_active, priya.role) == (True, Role.EDITOR)


def test_the_last_owner_stays_owner(me, priya):
    second = make_member(Role.OWNER, like=me)
    members.deactivate(me.pk, actor=second)

    assert bulk(second, "role~reader", priya, second).status_code == 409
    priya.refresh_from_db()
    assert priya.role == Role.EDITOR


def test_a_reader_sees_who_works_here_and_changes_nobody(me, yusuf):
    page = browser(yusuf).get(at(me)).content.decode()

    assert "Imani Okafor" in page
    assert "data-edit" not in page
    assert 'id="bulk"' not in page


def test_when_a_member_was_active_is_noted_once_an_hour_and_never_by_reading(me):
    client, long_ago = browser(me), timezone.now() - timedelta(hours=2)
    Member.objects.update(last_active_at=long_ago)

    client.get(at(me))
    assert Member.objects.get().last_active_at == long_ago

    client.post(at(me, "product"))
    first = Member.objects.get().last_active_at
    assert first > long_ago
    client.post(at(me, "product"))
    assert Member.objects.get().last_active_at == first
