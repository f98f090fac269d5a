"""The protocol: lists the tools and runs them in a thread, as the member that ``who`` finds for each call."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import mcp_types as types
import structlog
from django.core.serializers.json import DjangoJSONEncoder
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

import allied
from allied.kernel.errors import AlliedError
from allied.kernel.people.models import Member
from allied.site.assistants.threads import in_thread
from allied.site.assistants.tools import DATA, TOOLS, Told, Tool, call

INSTRUCTIONS: Final = (
    "Allied holds what people said, the claims that rest on it, and the decisions that rest on those. Search the "
    f"evidence before you state what users want, and say so where there is none. {DATA}"
)
FAILED: Final = "Something failed on the server and was written to its log. Nothing was changed. Try again later."

Who = Callable[[], Member]
log = structlog.get_logger("allied.assistants")


def server(who: Who) -> Server[Any]:
    """A server for one assistant. ``who`` is asked at every call, in a thread; it may refuse with a sentence."""

    async def list_tools(_context: object, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call_tool(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in TOOLS:
            known = ", ".join(TOOLS)
            raise MCPError(types.INVALID_PARAMS, f"There is no tool “{params.name[:60]}”. There are: {known}.")
        told = await in_thread(lambda: _run(params.name, params.arguments or {}, who))
        return _result(told)

    return Server(
        "allied",
        version=allied.__version__,
        title="Allied",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _run(name: str, arguments: dict[str, Any], who: Who) -> Told:
    try:
        return call(name, arguments, actor=who())
    except AlliedError as refusal:
        return Told({}, str(refusal))
    except Exception:
        log.exception("tool.failed", tool=name)
        return Told({}, FAILED)


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True),
    )


def _result(told: Told) -> types.CallToolResult:
    if told.refusal:
        return types.CallToolResult(content=[types.TextContent(type="text", text=told.refusal)], is_error=True)
    text = json.dumps(told.data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=text)], structured_content=json.loads(text)
    )
