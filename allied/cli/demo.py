"""`allied demo`: load the demo workspace into an empty installation, or take it away whole."""

from __future__ import annotations

import click

from allied.cli.output import Refused, answer
from allied.kernel.people.models import Workspace
from allied.site.demo.load import load_demo, remove_demo
from allied.site.entrance.rules import demo_members


@click.command()
@click.option("--remove", is_flag=True, help="Erase the demo workspace with everything in it. Others stay.")
@click.option("--beside", is_flag=True, help="Load it although other workspaces stand here.")
def command(remove: bool, beside: bool) -> None:
    """Load the demo workspace: a library's lending app with two years of history."""
    if remove:
        count = remove_demo()
        answer("The demo is removed." if count else "There is no demo here.", removed=count)
        return
    if Workspace.objects.filter(is_demo=True).exists():
        raise Refused("The demo is here already. To load it anew: allied demo --remove, then allied demo")
    if Workspace.objects.exists() and not beside:
        raise Refused("Another workspace stands here. To load the demo beside it: allied demo --beside")
    workspace = load_demo()
    answer(f"The demo “{workspace.name}” is loaded. {sign_in()}", workspace=workspace.slug, sign_in=sign_in())


def load() -> str:
    """Load the demo where nothing is yet; return how its people sign in, "" where it does not stand alone."""
    if not Workspace.objects.exists():
        load_demo()
    return sign_in()


def sign_in() -> str:
    """How to enter the demo; "" while a workspace of one's own stands beside it."""
    found = demo_members()
    if not found:
        return ""
    names = "; ".join(f"{one.name} ({one.get_discipline_display()}, {one.get_role_display().lower()})" for one in found)
    return f"Demo: choose who you are on the sign-in page, no password needed: {names}."
