"""People by file: invited, brought up to date by address or id, refused with the reason, and taken back as one."""

from __future__ import annotations

import csv
import io
import re
from unittest.mock import Mock

import pytest
from django.test import Client
from django.urls import reverse

from allied.cli import main
from allied.kernel.errors import Denied, InvalidState, NotVisible
from allied.kernel.importing import actions, queries
from allied.kernel.importing.models import BroughtPerson, Import, ImportRow, losses
from allied.kernel.importing.preview import preview
from allied.kernel.importing.reading import choose
from allied.kernel.importing.targets import target_named
from allied.kernel.jobs import runner
from allied.kernel.membership import invitations, members
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.membership.workspaces import Person
from allied.kernel.people.models import Invitation, Member
from allied.kernel.testing import make_member, product_of
from allied.site.imports import mailing

pytestmark = pytest.mark.django_db
TEAM = """ID,First name,Last name,E-mail,Role,Job title,Phone
1,Imani,Okafor,Imani@library.example,Editor,UX researcher,555
2,Priya,Raman,priya@library.example,,Product manager,555
3,Nia,Price,nia@library.example,Owner,Design,555
4,Tom,Wilk,tom@library.example,Emperor,Design,555
5,Ada,Ash,ada@library.example,Reader,Astrology,555
6,Bo,Bell,bo at library,Reader,Design,555
7,Cy,Coe,,Reader,Design,555
8,Imani,Again,imani@library.example,Reader,Design,555
"""


@pytest.fixture
def admin() -> Member:
    return make_member("administrator", name="Olu Ade")


def uploaded(actor: Member, content: str, **wanted: str) -> Import:
    made = actions.upload_import(
        file_name="team.csv", chunks=[content.encode()], product=product_of(actor), actor=actor, target="people"
    )
    mapping = choose(made.choices, made.layout.names, list(wanted.items()), target_named("people").vocabulary)
    return actions.map_import(made, mapping, source="HR", actor=actor)


def imported(actor: Member, content: str, **wanted: str) -> Import:
    made = actions.start_import(uploaded(actor, content, **wanted), actor=actor)
    return finished(made)


def finished(made: Import) -> Import:
    runner.run_all()
    made.refresh_from_db()
    return made


def undone(made: Import, actor: Member) -> Import:
    actions.undo_import(made, actor=actor)
    return finished(made)


def sentence(made: Import, number: int) -> str:
    return ImportRow.objects.get(of=made, number=number).sentence


def joined(actor: Member, email: str, name: str = "Imani Okafor", discipline: str = "ux_research") -> Member:
    waiting = Invitation.objects.filter(email=email, accepted_at=None)
    (__, secret), *__ = invitations.renew_links(waiting, actor=actor)
    return invitations.accept_as_new_person(secret, Person(name, email, "correct horse battery staple", discipline))


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_who_is_new_is_invited_and_each_other_row_has_its_problem(admin):
    made = imported(admin, TEAM)

    assert [use.meaning for use in made.choices.uses] == [
        "source_id",
        "name",
        "last_name",
        "email",
        "role",
        "discipline",
        "left_out",
    ]
    assert (made.state, made.stored, made.left_out) == ("done", 2, 6)
    assert list(Invitation.objects.order_by("pk").values_list("name", "email", "role", "discipline")) == [
        ("Imani Okafor", "imani@library.example", "editor", "ux_research"),
        ("Priya Raman", "priya@library.example", "reader", "product"),
    ]
    assert sentence(made, 4).startswith("A file makes nobody an owner")
    roles = "Choose from: Administrator, Editor, Contributor, Reader."
    assert sentence(made, 4).endswith(roles)
    assert sentence(made, 5) == f"“Emperor” is no role that this file can give. {roles}"
    assert sentence(made, 6).startswith("“Astrology” is no discipline. Choose from: UX research, Design, Content,")
    assert "“bo at library” is no e-mail address" in sentence(made, 7)
    assert "The e-mail address is empty" in sentence(made, 8)
    assert sentence(made, 9) == "Row 2 of this file has the same e-mail address already."
    assert Member.objects.filter(workspace=admin.workspace).count() == 1
    assert losses(made)[6].outcome == "dropped"


def test_the_preview_says_of_each_row_what_the_run_does(admin):
    shown = preview(uploaded(admin, TEAM))

    assert (shown.ready, shown.left_out) == (2, 6)
    assert shown.first[0].facts == (
        ("E-mail", "imani@library.example"),
        ("Role", "Editor"),
        ("Discipline", "UX research"),
    )
    assert "“Emperor” is no role" in shown.worth[1].why
    assert preview(uploaded(admin, "name,email\nTom,none\n")).worth[0].text == "Tom"


def test_the_same_file_again_invites_nobody_twice(admin):
    imported(admin, TEAM)

    again = imported(admin, TEAM)

    assert (again.stored, again.updated, again.already_here) == (0, 0, 2)
    assert "Same e-mail address or source ID as Imani Okafor" in sentence(again, 2)
    assert Invitation.objects.count() == 2


def test_a_later_file_changes_an_open_invitation_and_its_link_goes_on_working(admin):
    imported(admin, TEAM)
    (one, secret), *__ = invitations.renew_links(Invitation.objects.all(), actor=admin)
    changed = TEAM.replace("Imani@library.example,Editor", "imani@new.example,Contributor")

    again = imported(admin, changed)

    assert (again.updated, again.left_out) == (1, 6)
    assert sentence(again, 9) == "An earlier row of this file changed the same person already."
    assert "role and e-mail address differ" in sentence(again, 2)
    one.refresh_from_db()
    assert (one.email, one.role) == ("imani@new.example", "contributor")
    assert invitations.open_invitation(secret) == one
    later = imported(admin, changed)
    assert (later.already_here, later.stored) == (2, 1)  # the address that was freed is somebody else's now


def test_a_later_file_changes_a_member_and_undo_puts_that_back(admin):
    imported(admin, TEAM)
    imani = joined(admin, "imani@library.example")

    again = imported(admin, TEAM.replace("Editor,UX researcher", "Contributor,Content"))

    imani.refresh_from_db()
    assert (imani.role, imani.discipline) == ("contributor", "content")
    undone(again, admin)
    imani.refresh_from_db()
    assert (imani.role, imani.discipline) == ("editor", "ux_research")
    assert "Put back when the import was undone." in sentence(again, 2)


def test_what_somebody_changed_here_since_stays(admin):
    imported(admin, TEAM)
    imani = joined(admin, "imani@library.example")
    members.change_role(imani.pk, "administrator", actor=admin)

    again = imported(admin, TEAM.replace("Imani@library.example,Editor", "Imani@library.example,Reader"))

    imani.refresh_from_db()
    assert imani.role == "administrator"
    assert "Somebody edited its role here since, which stays." in sentence(again, 2)


def test_the_address_of_a_member_is_theirs_and_an_id_still_finds_them(admin):
    imported(admin, TEAM)
    imani = joined(admin, "imani@library.example")

    again = imported(admin, TEAM.replace("Imani@library.example,Editor", "other@library.example,Reader"))

    imani.refresh_from_db()
    assert (imani.user.email, imani.role, again.stored) == ("imani@library.example", "reader", 0)


def test_who_is_a_member_already_is_found_by_address_and_not_invited(admin):
    imani = make_member("editor", like=admin, name="Imani Okafor")
    content = f"email,role\n{imani.user.email},Reader\n"

    made = imported(admin, content)

    imani.refresh_from_db()
    assert (made.updated, made.stored, imani.role) == (1, 0, "reader")
    assert not Invitation.objects.exists()


def test_no_file_changes_an_owner_oneself_or_a_membership_that_ended(admin):
    owner = make_member("owner", like=admin, name="Ola")
    gone = make_member("editor", like=admin, name="Gone")
    members.deactivate(gone.pk, actor=admin)
    people = (owner, admin, gone)

    made = imported(admin, "email,role\n" + "".join(f"{one.user.email},Reader\n" for one in people))

    assert (made.updated, made.left_out) == (0, 3)
    assert "is an owner" in sentence(made, 2)
    assert "who brings it" in sentence(made, 3)
    assert "has ended" in sentence(made, 4)
    for one, role in zip(people, ("owner", "administrator", "editor"), strict=True):
        one.refresh_from_db()
        assert one.role == role


def test_undo_takes_open_invitations_back_and_leaves_who_joined(admin):
    made = imported(admin, TEAM)
    imani = joined(admin, "imani@library.example")

    undone(made, admin)

    assert made.state == Import.State.UNDONE
    imani.refresh_from_db()
    assert imani.is_active
    assert Invitation.objects.get(email="priya@library.example").revoked_at
    assert list(BroughtPerson.objects.values_list("email", flat=True)) == ["imani@library.example"]
    assert imported(admin, TEAM).stored == 1


@pytest.mark.parametrize("role", ["editor", "contributor", "reader"])
def test_who_may_not_invite_brings_no_people_and_sees_no_import_of_them(admin, role: str):
    other = make_member(role, like=admin)
    made = imported(admin, TEAM)

    with pytest.raises(Denied):
        uploaded(other, TEAM)
    with pytest.raises(NotVisible):
        queries.import_by_number(made.number, actor=other)
    with pytest.raises(Denied):
        actions.make_links(made, actor=other)
    with pytest.raises(Denied):
        actions.undo_import(made, actor=other)
    assert not queries.imports(actor=other)
    client = signed_in(other)
    for name in ("detail", "rows", "left-out"):
        assert client.get(address(made, name)).status_code in {403, 404}
    assert client.post(address(made, "links")).status_code == 403


def address(made: Import, name: str) -> str:
    return reverse(f"imports:{name}", args=[made.workspace.slug, made.number])


def test_a_stranger_finds_no_links(admin):
    made = imported(admin, TEAM)

    assert signed_in(make_member("owner")).post(address(made, "links")).status_code == 404
    assert not invitations.renew_links(Invitation.objects.all(), actor=make_member("owner"))


def test_the_links_are_handed_over_as_a_file_and_each_lets_one_person_join(admin):
    made = imported(admin, TEAM)
    client = signed_in(admin)
    assert "2 people wait to join" in client.get(address(made, "detail")).content.decode()

    answer = client.post(address(made, "links"))

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row["email"] for row in rows] == ["imani@library.example", "priya@library.example"]
    assert Client().get(rows[0]["link"]).status_code == 200
    b"".join(client.post(address(made, "links")).streaming_content)
    assert "no longer works" in Client().get(rows[0]["link"]).content.decode()


def test_links_are_refused_where_nobody_waits(admin):
    made = undone(imported(admin, TEAM), admin)

    with pytest.raises(InvalidState, match="still waits"):
        actions.make_links(made, actor=admin)
    assert signed_in(admin).post(address(made, "links")).status_code == 409


def test_programs_bring_people_and_get_their_links(admin, client):
    made = imported(admin, TEAM)
    __, secret = make_access_token(name="HR", scope="write", days=30, actor=admin)

    address, headers = f"/api/v1/imports/{made.number}/links", {"Authorization": f"Bearer {secret}"}
    answer = client.generic("POST", address, headers=headers)

    assert [one["role"] for one in answer.json()["data"]] == ["editor", "reader"]
    assert Client().get(answer.json()["data"][1]["link"]).status_code == 200


def test_the_people_page_and_the_first_step_lead_to_it(admin):
    client, slug = signed_in(admin), admin.workspace.slug

    assert "imports/new?as=people" in client.get(reverse("settings:people", args=[slug])).content.decode()
    first = client.get(reverse("imports:new", args=[slug]) + "?as=people").content.decode()
    assert 'value="people" selected' in first
    editor = signed_in(make_member("editor", like=admin))
    assert "imports/new?as=people" not in editor.get(reverse("settings:people", args=[slug])).content.decode()
    assert 'value="people"' not in editor.get(reverse("imports:new", args=[slug])).content.decode()


def test_the_columns_page_says_that_nobody_becomes_a_member_by_a_file(admin):
    shown = signed_in(admin).get(address(uploaded(admin, TEAM), "detail")).content.decode()

    assert "Nobody becomes a member by a file" in shown
    assert "Hide in texts" not in shown
    assert "i•••@library.example" in shown.lower()


@pytest.mark.django_db(transaction=True)
def test_the_command_line_brings_people_and_prints_their_links(tmp_path, capsys):
    path = tmp_path / "team.csv"
    path.write_text(TEAM)

    assert main.run(["import", str(path), "--product", "Borrow", "--as", "people"]) == 0
    assert "2 of 8 rows stored" in capsys.readouterr().out
    assert main.run(["user", "links", "1"]) == 0

    assert capsys.readouterr().out.count("/join/") == 2


def test_the_links_are_shown_at_once_to_be_copied_and_each_lets_one_person_join(admin):
    made = imported(admin, TEAM)
    client = signed_in(admin)
    assert "Show the links to copy" in client.get(address(made, "detail")).content.decode()

    answer = client.post(address(made, "link-list"))

    links = re.findall(r'value="(http://testserver/join/[^"]+)"', answer.content.decode())
    assert (answer.status_code, len(links), "no-store" in answer.headers["Cache-Control"]) == (201, 2, True)
    assert f"priya@library.example\t{links[1]}" in answer.content.decode()
    assert all(Client().get(link).status_code == 200 for link in links)


@pytest.fixture
def with_mail(settings):
    settings.HAS_EMAIL, settings.URL = True, "https://allied.library.example"


def test_the_links_go_out_by_e_mail_where_mail_is_set_up(admin, with_mail, mailoutbox):
    made = imported(admin, TEAM)
    client = signed_in(admin)
    assert "Send 2 letters by e-mail" in client.get(address(made, "detail")).content.decode()

    client.post(address(made, "links-by-mail"))
    assert not mailoutbox
    assert "0 of 2 letters are out" in client.get(address(made, "detail")).content.decode()
    assert client.post(address(made, "links-by-mail")).status_code == 409
    runner.run_all()

    assert [letter.to for letter in mailoutbox] == [["imani@library.example"], ["priya@library.example"]]
    link = re.search(r"https://allied.library.example(/join/\S+)", mailoutbox[1].body)
    assert Client().get(link[1]).status_code == 200
    assert "2 letters went out" in client.get(address(made, "detail")).content.decode()


def test_who_got_no_letter_is_told(admin, with_mail, monkeypatch):
    made = imported(admin, TEAM)
    monkeypatch.setattr("allied.site.workspace.mail.send_mail", Mock(side_effect=[OSError("refused"), 1]))

    signed_in(admin).post(address(made, "links-by-mail"))
    runner.run_all()

    shown = signed_in(admin).get(address(made, "detail")).content.decode()
    assert "1 letter went out" in shown
    assert "For 1 person the mail server took none" in shown


def test_letters_that_were_stopped_by_a_kill_go_on_with_the_next_person(admin, with_mail, mailoutbox):
    made = imported(admin, TEAM)
    job = mailing.mail_links(made, actor=admin)
    mailing.mail_aside(job, lambda done: None)
    assert len(mailoutbox) == 2

    mailing.mail_aside(job, lambda done: None)

    assert len(mailoutbox) == 2


def test_no_letter_is_sent_where_mail_is_off_or_nobody_waits(admin, settings):
    made = imported(admin, TEAM)
    assert signed_in(admin).post(address(made, "links-by-mail")).status_code == 409
    settings.HAS_EMAIL = True

    with pytest.raises(InvalidState, match="Nobody with an e-mail address"):
        mailing.mail_links(undone(made, admin), actor=admin)
    with pytest.raises(Denied):
        mailing.mail_links(made, actor=make_member("editor", like=admin))
