import pytest
from django.test import Client
from django.urls import reverse

from allied.kernel.access.models import AccessToken
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Holiday, Invitation, Member, Product, StandIn
from allied.kernel.testing import make_member
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_member(Role.OWNER, discipline=Discipline.LEADERSHIP, name="Helen Strand")


@pytest.fixture
def client(owner):
    made = Client()
    made.force_login(owner.user)
    return made


def address(owner, name, **more):
    return reverse(name, kwargs={"workspace": owner.workspace.slug, **more})


@pytest.mark.parametrize(
    "name",
    [
        "settings:general",
        "settings:people",
        "settings:products",
        "settings:calendar",
        "settings:invitation-new",
        "account",
    ],
)
def test_every_page_of_the_settings_opens(client, owner, name):
    assert client.get(address(owner, name)).status_code == 200


def test_the_workspace_is_changed(client, owner):
    given = {"name": "New name", "time_zone": "Asia/Tokyo", "working_days": ["1", "2"]}
    given = opened(client, address(owner, "settings:general")) | given

    assert client.post(address(owner, "settings:general"), given).status_code == 302
    owner.workspace.refresh_from_db()
    assert (owner.workspace.name, owner.workspace.working_days) == ("New name", "12")
    assert client.post(address(owner, "settings:general"), {**given, "working_days": []}).status_code == 422


def test_holidays_are_added_and_removed(client, owner):
    assert (
        client.post(address(owner, "settings:calendar"), {"day": "2026-12-25", "holiday_name": "Rest"}).status_code
        == 302
    )
    made = Holiday.objects.get()
    client.post(address(owner, "settings:holiday-removal", holiday_id=made.pk))
    assert not Holiday.objects.exists()
    assert client.post(address(owner, "settings:calendar"), {"day": "25.12."}).status_code == 422


def test_products_are_added_and_renamed(client, owner):
    assert client.post(address(owner, "settings:products"), {"product_name": "Rooms"}).status_code == 302
    assert client.post(address(owner, "settings:products"), {"product_name": "rooms"}).status_code == 422
    assert client.post(address(owner, "settings:product", slug="rooms"), {"product_name": "Halls"}).status_code == 302
    assert Product.objects.filter(name="Halls", slug="rooms").exists()
    assert client.get(address(owner, "settings:product", slug="nothing")).status_code == 404


def test_an_invitation_link_is_shown_once_and_can_be_taken_back(client, owner):
    given = {"name": "Priya", "email": "", "role": "editor", "discipline": "product"}
    made = client.post(address(owner, "settings:invitation-new"), given)

    assert made.status_code == 201
    assert "http://testserver/join/" in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert "/join/" not in client.get(address(owner, "settings:people")).text
    client.post(address(owner, "settings:invitation-revocation", invitation_id=Invitation.objects.get().pk))
    assert Invitation.objects.get().revoked_at is not None


def test_a_member_is_changed_deactivated_and_brought_back(client, owner):
    editor = make_member(like=owner)
    page = address(owner, "settings:member", member_id=editor.pk)

    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "Tomasz Wilk", "discipline": "design"}).status_code == 302
    client.post(address(owner, "settings:member-role", member_id=editor.pk), {"role": "reader"})
    client.post(address(owner, "settings:deactivation", member_id=editor.pk))
    editor.refresh_from_db()
    assert (editor.name, editor.role, editor.is_active) == ("Tomasz Wilk", "reader", False)
    assert "Undo" in client.get(address(owner, "settings:people")).text
    client.post(address(owner, "settings:reactivation", member_id=editor.pk))
    assert Member.objects.get(pk=editor.pk).is_active


def test_the_last_owner_is_told_why_they_cannot_leave(client, owner):
    answer = client.post(address(owner, "settings:deactivation", member_id=owner.pk))

    assert answer.status_code == 409
    assert "last owner" in answer.text


def test_leaving_leads_to_the_front_door(owner):
    editor = make_member(like=owner)
    client = Client()
    client.force_login(editor.user)

    answer = client.post(address(owner, "settings:deactivation", member_id=editor.pk))

    assert answer.headers["Location"] == "/"


def test_a_stand_in_is_named_and_ended(client, owner):
    engineer = make_member(like=owner, discipline=Discipline.ENGINEERING)
    place = address(owner, "settings:stand-in", side="ux")

    client.post(place, {"member": engineer.pk})
    assert StandIn.objects.get().member == engineer
    assert "stands in, named by Helen Strand" in client.get(address(owner, "settings:people")).text
    client.post(place, {"member": ""})
    assert not StandIn.objects.exists()


def test_a_token_is_shown_once_and_revoked(client, owner):
    made = client.post(address(owner, "account-tokens"), {"name": "Script", "scope": "read", "days": "30"})

    assert made.status_code == 201
    assert "allied_" in made.text
    assert "allied_" not in client.get(address(owner, "account")).text
    client.post(address(owner, "account-token-revocation", token_id=AccessToken.objects.get().pk))
    assert AccessToken.objects.get().revoked_at is not None
    assert client.post(address(owner, "account-tokens"), {"name": "", "scope": "read", "days": "0"}).status_code == 422


def test_one_changes_ones_own_profile(client, owner):
    assert client.post(address(owner, "account"), {"name": "Helen S.", "discipline": "design"}).status_code == 302
    owner.refresh_from_db()
    assert (owner.name, owner.side) == ("Helen S.", "ux")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR, Role.READER])
def test_settings_are_not_changed_without_the_role(owner, role):
    client = Client()
    client.force_login(make_member(role, like=owner).user)

    refused = [
        client.post(address(owner, "settings:general"), {"name": "X", "time_zone": "UTC", "working_days": ["1"]}),
        client.post(address(owner, "settings:products"), {"product_name": "X"}),
        client.get(address(owner, "settings:invitation-new")),
        client.post(address(owner, "settings:reset-link", member_id=owner.pk)),
        client.post(address(owner, "settings:deactivation", member_id=owner.pk)),
    ]

    assert [answer.status_code for answer in refused] == [403] * 5


def test_an_invitation_is_mailed_where_mail_is_set_up(client, owner, settings, mailoutbox):
    settings.HAS_EMAIL = True
    given = {"name": "Priya", "email": "priya@example.org", "role": "editor", "discipline": "product"}

    made = client.post(address(owner, "settings:invitation-new"), given)

    assert "We also sent it to priya@example.org" in made.text
    assert "/join/" in mailoutbox[0].body


def test_an_invitation_stands_when_the_mail_server_is_down(client, owner, settings, monkeypatch):
    settings.HAS_EMAIL = True
    monkeypatch.setattr("allied.site.workspace.mail.send_mail", lambda *_: (_ for _ in ()).throw(OSError("down")))
    given = {"name": "Priya", "email": "priya@example.org", "role": "editor", "discipline": "product"}

    made = client.post(address(owner, "settings:invitation-new"), given)

    assert "did not take the letter" in made.text
    assert Invitation.objects.count() == 1
