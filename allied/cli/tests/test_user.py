import json

import pytest
from django.test import Client

from allied.cli import main
from allied.cli.output import as_json
from allied.kernel.activity.models import Activity
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.testing import make_member, make_workspace

pytestmark = pytest.mark.django_db


def run(*given: str) -> int:
    as_json.set("--json" in given)
    return main.run(["user", *given])


def test_list_names_everybody_who_can_sign_in(capsys):
    member = make_member(Role.OWNER, name="Maya Chen")

    assert run("list", "--json") == 0

    (only,) = json.loads(capsys.readouterr().out)["members"]
    assert (only["name"], only["email"], only["role"]) == ("Maya Chen", member.user.email, "owner")


def test_add_prints_a_link_that_lets_somebody_join(capsys):
    owner = make_member(Role.OWNER)

    assert run("add", "jo@example.org", "--role", "contributor", "--discipline", "design", "--json") == 0

    link = json.loads(capsys.readouterr().out)["link"]
    assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 200
    invited = Activity.objects.get(verb="member.invited")
    assert (invited.actor.name, invited.workspace) == ("Command line", owner.workspace)


def test_reset_prints_a_link_also_for_a_person_of_two_workspaces(capsys):
    member = make_member(Role.EDITOR)
    elsewhere = make_workspace("Elsewhere")
    elsewhere.members.create(user=member.user, name="Same", role=Role.READER, discipline=Discipline.OTHER)

    assert run("reset", member.user.email) == 0

    assert "/password/reset/key/" in capsys.readouterr().out
    assert Activity.objects.filter(verb="member.reset_link_made").count() == 2


def test_reset_of_a_stranger_is_refused(capsys):
    make_member(Role.OWNER)

    assert run("reset", "nobody@example.org") == 3
    assert "allied user list" in capsys.readouterr().err


def test_role_and_deactivate_change_a_member(capsys):
    owner = make_member(Role.OWNER)
    member = make_member(Role.READER, like=owner)

    assert run("role", member.user.email, "editor") == 0
    assert run("deactivate", member.user.email) == 0

    member.refresh_from_db()
    assert (member.role, member.is_active) == ("editor", False)


def test_the_last_owner_stays():
    owner = make_member(Role.OWNER)

    assert run("deactivate", owner.user.email) == 3


def test_a_role_that_is_none_is_not_understood():
    assert run("role", "jo@example.org", "king") == 2


def test_several_workspaces_need_a_name(capsys):
    make_workspace("One"), make_workspace("Two")

    assert run("list") == 2
    assert "--workspace" in capsys.readouterr().err


def test_without_a_workspace_the_next_step_is_named(capsys):
    assert run("list") == 2
    assert "allied serve" in capsys.readouterr().err
