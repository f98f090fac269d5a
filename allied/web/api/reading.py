"""Reads a JSON body strictly: one object, finite numbers, text that can be kept."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from allied.kernel.errors import BadInput
from allied.web.api.guard import check_text
from allied.web.api.problems import Refusal


class StrictParser(Parser):
    """What it refuses reaches the client as a problem, through the frame."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises: Refusal, for text that is no JSON; BadInput, where it is not one object or cannot be kept."""
        try:
            found = json.loads(request.body, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Refusal(400, "The body is no well-formed JSON in UTF-8. Nothing was changed.") from None
        if not isinstance(found, dict):
            raise BadInput(whole="The body must be one JSON object. Nothing was changed.")
        check_text(found)
        return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number in JSON")
