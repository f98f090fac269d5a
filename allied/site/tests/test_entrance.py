import pytest
from django.test import Client
from django.urls import reverse

from allied.kernel.membership import invitations
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, User, Workspace
from allied.kernel.testing import make_member
from allied.site.entrance.rules import setup_code

pytestmark = pytest.mark.django_db

SET_UP = {
    "name": "Marlow Valley Libraries",
    "product_name": "Borrow",
    "time_zone": "Europe/London",
    "person_name": "Helen Strand",
    "email": "helen@example.org",
    "discipline": "leadership",
    "password": "marsh lantern eleven",
}
JOIN = {
    "person_name": "Priya Raman",
    "email": "priya@example.org",
    "discipline": "product",
    "password": "river stone window",
}


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def invitation_link(actor):
    _, secret = invitations.invite(role="editor", discipline="product", actor=actor, name="Priya")
    return reverse("join", kwargs={"secret": secret})


def test_an_empty_installation_begins_with_set_up(client):
    assert client.get("/").headers["Location"] == "/set-up"

    answer = client.post("/set-up", SET_UP)

    assert answer.headers["Location"] == "/w/marlow-valley-libraries/"
    assert Member.objects.get().role == "owner"
    assert client.get("/").headers["Location"] == "/w/marlow-valley-libraries/"


def test_set_up_is_over_once_a_workspace_stands(client):
    make_member(Role.OWNER)

    assert client.get("/set-up").status_code == 404
    assert client.post("/set-up", SET_UP).status_code == 404
    assert Workspace.objects.count() == 1


def test_what_was_typed_is_kept_when_set_up_is_refused(client):
    answer = client.post("/set-up", {**SET_UP, "password": "qwertz"})

    assert answer.status_code == 422
    assert "Helen Strand" in answer.text
    assert "qwertz" not in answer.text
    assert not User.objects.exists()


def test_set_up_from_another_machine_needs_the_code(client):
    away = {"REMOTE_ADDR": "192.0.2.7"}

    assert client.post("/set-up", SET_UP, **away).status_code == 422
    assert not Workspace.objects.exists()
    assert client.post("/set-up", {**SET_UP, "code": setup_code()}, **away).status_code == 302


def test_an_invited_person_joins_and_is_signed_in(client):
    owner = make_member(Role.OWNER)
    link = invitation_link(owner)

    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    answer = client.post(link, JOIN)

    assert answer.headers["Location"] == f"/w/{owner.workspace.slug}/"
    assert Member.objects.get(user__email="priya@example.org").role == "editor"
    assert client.post(link, JOIN).status_code == 404


def test_an_invitation_refused_keeps_the_link_open(client):
    link = invitation_link(make_member(Role.OWNER))

    assert client.post(link, {**JOIN, "password": "password"}).status_code == 422
    assert client.post(link, JOIN).status_code == 302


def test_a_signed_in_person_joins_with_their_account():
    link, visitor = invitation_link(make_member(Role.OWNER)), make_member()

    assert signed_in(visitor).post(link).status_code == 302
    assert visitor.user.memberships.count() == 2


def test_nobody_signs_up_without_an_invitation(client):
    make_member(Role.OWNER)

    assert client.get("/sign-up").status_code == 404
    assert client.post("/sign-up", {"email": "a@example.org"}).status_code == 405


def test_sign_in_and_out_with_a_password(client):
    member = make_member()
    right = {"login": member.user.email, "password": "correct horse battery"}

    assert client.get("/").headers["Location"] == reverse("account_login")
    refused = client.post("/sign-in", {**right, "password": "wrong"})
    assert refused.status_code == 200
    assert "problem" in refused.text
    assert client.post("/sign-in", right).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == f"/w/{member.workspace.slug}/"
    assert client.post("/sign-out").status_code == 302
    assert client.get("/").headers["Location"] == reverse("account_login")


def test_demo_people_are_entered_without_a_password_while_nothing_but_demos_is_here(client):
    member = make_member(Role.OWNER)
    Workspace.objects.update(is_demo=True)
    assert "Enter as" in client.get("/sign-in").text

    assert client.post("/demo-sign-in", {"member": member.pk}).status_code == 302
    assert client.get("/").headers["Location"] == f"/w/{member.workspace.slug}/"


def test_demo_sign_in_ends_with_a_workspace_of_ones_own(client):
    member = make_member(Role.OWNER)
    Workspace.objects.update(is_demo=True)
    make_member(Role.OWNER)

    assert client.post("/demo-sign-in", {"member": member.pk}).status_code == 404
    assert client.post("/demo-sign-in", {"member": "x"}).status_code == 404
    assert "Enter as" not in client.get("/sign-in").text


def test_a_demo_beside_nothing_still_lets_one_set_up(client):
    make_member(Role.OWNER)
    Workspace.objects.update(is_demo=True)

    assert client.get("/set-up").status_code == 200


def test_somebody_without_a_workspace_is_told_whom_to_ask():
    member = make_member(like=make_member(Role.OWNER))
    Member.objects.filter(pk=member.pk).delete()

    assert "belong to no workspace" in signed_in(member).get("/").text


def test_a_reset_link_changes_the_password_once(client):
    owner = make_member(Role.OWNER)
    editor = make_member(like=owner)
    made = signed_in(owner).post(
        reverse("settings:reset-link", kwargs={"workspace": owner.workspace.slug, "member_id": editor.pk})
    )
    link = made.text.split('id="f-link"')[1].split('value="')[1].split('"')[0]

    form = client.get(link, follow=True)
    new = {"password1": "seven quiet rivers", "password2": "seven quiet rivers"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    editor.user.refresh_from_db()
    assert editor.user.check_password("seven quiet rivers")
    assert "<h1>This link no longer works</h1>" in Client().get(link, follow=True).text
