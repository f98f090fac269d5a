"""An OpenAI-compatible server: one request, little patience, no redirect, an answer of limited size."""

from __future__ import annotations

import json
from collections.abc import Sequence
from time import monotonic
from typing import Any, Final

import httpx2
import stamina

from allied.integrations.outgoing import NotReachable, reach
from allied.integrations.wording.port import NotWorded, Quoted
from allied.integrations.wording.prompt import messages
from allied.kernel.words import _

SECONDS: Final = 12.0  # for everything: a person waits
TRIES: Final = 2
LARGEST: Final = 200_000  # bytes of an answer
BUSY: Final = frozenset({429, 500, 502, 503, 504})
SAFE: Final = _("The quotes below stand as they are.")


class Busy(Exception):
    """The server may answer a moment later."""


class Endpoint:
    """``base_url`` is what stands before /chat/completions."""

    def __init__(self, *, base_url: str, model: str, api_key: str, seconds: float = SECONDS) -> None:
        self.base_url, self.model, self._key, self.seconds = base_url, model, api_key, seconds
        self.host = base_url.partition("://")[2].partition("/")[0]

    def word(self, question: str, quotes: Sequence[Quoted]) -> str:
        return self.say(messages(question, quotes))

    def say(self, said: list[dict[str, str]]) -> str:
        """The model's answer to these messages.

        Raises:
            NotWorded: it cannot be reached, refuses, takes too long or answers something else.
        """
        end = monotonic() + self.seconds
        try:
            return self._tried({"model": self.model, "messages": said, "temperature": 0}, end)
        except NotReachable as refusal:
            raise NotWorded(f"{refusal} {SAFE}") from None
        except httpx2.TimeoutException:
            raise NotWorded(
                _(
                    "%(host)s took longer than %(seconds)s seconds. %(safe)s",
                    host=self.host,
                    seconds=f"{self.seconds:.0f}",
                    safe=SAFE,
                )
            ) from None
        except (httpx2.HTTPError, Busy):
            raise NotWorded(
                _("%(host)s does not answer now. Try again in a minute. %(safe)s", host=self.host, safe=SAFE)
            ) from None

    def _tried(self, body: dict[str, Any], end: float) -> str:
        for attempt in stamina.retry_context(
            on=(Busy, httpx2.ConnectError), attempts=TRIES, wait_initial=0.3, wait_max=1.0, timeout=self.seconds
        ):
            with attempt:
                return _content(self._post(body, end), self.host)
        raise Busy  # the loop ends by returning or raising

    def _post(self, body: dict[str, Any], end: float) -> bytes:
        there = reach(self.base_url)
        headers = there.headers | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        left = max(end - monotonic(), 0.1)
        with (
            httpx2.Client(timeout=left, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST",
                f"{there.url}/chat/completions",
                json=body,
                headers=headers,
                extensions={"sni_hostname": there.server_name},
            ) as answer,
        ):
            if answer.status_code in BUSY:
                raise Busy
            if answer.status_code != 200:
                raise NotWorded(
                    _(
                        "%(host)s refused with status %(status_code)s. %(advice)s %(safe)s",
                        host=self.host,
                        status_code=answer.status_code,
                        advice=_advice(answer),
                        safe=SAFE,
                    )
                )
            return self._read(answer, end)

    def _read(self, answer: httpx2.Response, end: float) -> bytes:
        found = b""
        for chunk in answer.iter_bytes():
            found += chunk
            if len(found) > LARGEST:
                raise NotWorded(_("%(host)s answers more than an answer can be. %(safe)s", host=self.host, safe=SAFE))
            if monotonic() > end:
                raise httpx2.ReadTimeout("slow")
        return found


def _advice(answer: httpx2.Response) -> str:
    advice = {401: _("An administrator checks the key."), 403: _("An administrator checks the key.")}
    return advice.get(answer.status_code, _("An administrator checks the address and the name of the model."))


def _content(body: bytes, host: str) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise NotWorded(
            _("%(host)s answers, but not as an OpenAI-compatible server does. %(safe)s", host=host, safe=SAFE)
        )
    return content
