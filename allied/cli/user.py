"""`allied user`: the people of a workspace, for whoever runs the server. Acts as the member “Command line”."""

from __future__ import annotations

import click
from django.conf import settings
from django.urls import reverse
from django.utils.http import int_to_base36

from allied.cli.output import answer
from allied.kernel.errors import NotVisible
from allied.kernel.importing.actions import make_links
from allied.kernel.importing.queries import import_by_number
from allied.kernel.membership import command_line, invitations, members
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members as all_members
from allied.settings.variables import text

ROLES = click.Choice([role.value for role in invitations.INVITABLE])
DISCIPLINES = click.Choice(Discipline.values)
WORKSPACE = click.option(
    "--workspace", default="", help="The workspace’s name in addresses; needed where there are several."
)


@click.group()
def command() -> None:
    """List, invite and manage the people of a workspace."""


@command.command("list")
@WORKSPACE
def list_people(workspace: str) -> None:
    """List everybody in the workspace, former members last."""
    actor = command_line.member_in(workspace)
    people = [_as_json(one) for one in all_members(actor=actor) if one.user]
    answer("\n".join(_line(one) for one in people) or "Nobody can sign in yet.", members=people)


@command.command()
@click.argument("email")
@click.option("--name", default="", help="How colleagues know them.")
@click.option("--role", type=ROLES, default=Role.EDITOR.value, show_default=True, help="What they may do.")
@click.option("--discipline", type=DISCIPLINES, default=Discipline.OTHER.value, show_default=True)
@WORKSPACE
def add(email: str, name: str, role: str, discipline: str, workspace: str) -> None:
    """Invite somebody; prints the link by which they join."""
    actor = command_line.member_in(workspace)
    made, secret = invitations.invite(role=role, discipline=discipline, name=name, email=email, actor=actor)
    link = _address(reverse("join", kwargs={"secret": secret}))
    until = made.expires_at.astimezone(actor.workspace.zone)
    answer(
        f"Hand over this link. It works once, until {until:%-d %B %Y}:\n{link}", link=link, expires_at=made.expires_at
    )


@command.command()
@click.argument("import_number", type=int)
@WORKSPACE
def links(import_number: int, workspace: str) -> None:
    """Print the links of those whom an import invited; links printed before stop working."""
    actor = command_line.member_in(workspace)
    made = make_links(import_by_number(import_number, actor=actor), actor=actor)
    found = [
        {"name": one.name, "email": one.email, "link": _address(reverse("join", kwargs={"secret": secret}))}
        for one, secret in made
    ]
    answer("\n".join(f"{one['name']}  {one['email']}  {one['link']}" for one in found), links=found)


@command.command()
@click.argument("email")
def reset(email: str) -> None:
    """Print a link by which somebody sets a new password."""
    user, key = command_line.make_reset_key(email)
    named = {"uidb36": int_to_base36(user.pk), "key": key}
    link = _address(reverse("account_reset_password_from_key", kwargs=named))
    answer(f"Hand over this link. It works once:\n{link}", email=user.email, link=link)


@command.command()
@click.argument("email")
@WORKSPACE
def deactivate(email: str, workspace: str) -> None:
    """End somebody’s membership. What they wrote stays."""
    actor = command_line.member_in(workspace)
    gone = members.deactivate(_member(email, actor).pk, actor=actor)
    answer(f"{gone.name} can no longer sign in here. What they wrote is kept.", **_as_json(gone))


@command.command()
@click.argument("email")
@click.argument("role", type=ROLES)
@WORKSPACE
def role(email: str, role: str, workspace: str) -> None:
    """Give somebody another role."""
    actor = command_line.member_in(workspace)
    changed = members.change_role(_member(email, actor).pk, role, actor=actor)
    answer(f"{changed.name} is now {changed.get_role_display().lower()}.", **_as_json(changed))


def _member(email: str, actor: Member) -> Member:
    found = all_members(actor=actor).filter(user__email=email.strip().lower()).first()
    if found is None:
        raise NotVisible(f"Nobody in {actor.workspace.name} has the address {email[:254]}. Try: allied user list")
    return found


def _as_json(member: Member) -> dict[str, object]:
    return {
        "id": member.pk,
        "name": member.name,
        "email": member.user.email if member.user else "",
        "role": member.role,
        "discipline": member.discipline,
        "side": member.side.value,
        "is_active": member.is_active,
    }


def _line(one: dict[str, object]) -> str:
    ended = "" if one["is_active"] else "  (deactivated)"
    return f"{one['name']}  {one['email']}  {one['role']}  {one['discipline']}{ended}"


def _address(place: str) -> str:
    """The address that people open: where the installation says it is, else on this machine."""
    return f"{settings.URL or 'http://localhost:' + text('ALLIED_PORT')}{place}"
