"""The way in on the same machine: an assistant starts ``allied mcp`` and speaks through its input and output."""

from __future__ import annotations

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import Denied
from allied.kernel.membership.tokens import bearer
from allied.kernel.people.models import Member


def member_of(secret: str) -> Member:
    """Who asks. Looked up at every call, so that a token that is revoked ends at once.

    Raises:
        Denied: the token is not live, or its member reads nothing here.
    """
    token = bearer(secret)
    if token is None:
        raise Denied("This token is not live. Make one on the page “Your account” and give it to the assistant.")
    access.require(token.member, Permission.WORKSPACE_READ)
    return token.member


async def serve(secret: str) -> None:
    """Answer until the input ends."""
    from mcp.server.stdio import stdio_server  # noqa: PLC0415  only this command needs it

    from allied.site.assistants.server import server  # noqa: PLC0415

    made = server(lambda: member_of(secret))
    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())
