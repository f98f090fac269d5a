"""The form on a page as a browser without script would send it back."""

from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class _Fields(HTMLParser):
    """Collects the named controls of a page's last form in <main>, with what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | list[str]] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        name, value = held.get("name", ""), held.get("value", "")
        if tag == "form":
            self.found = {}
        elif tag == "textarea":
            self._area, self.found[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.found or "selected" in held):
            self.found[self._select] = value
        elif tag == "input" and held.get("type") == "checkbox" and "checked" in held:
            self.found[name] = [*self.found.get(name, []), value]
        elif tag == "input" and ("checked" in held or held.get("type") not in ("checkbox", "radio")):
            self.found[name] = value

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] = f"{self.found[self._area]}{data}".removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def opened(client: Client, address: str) -> dict[str, str | list[str]]:
    """Open the page and take what its form holds."""
    answer = client.get(address)
    assert answer.status_code == 200
    return fields(answer)


def fields(answer: HttpResponse) -> dict[str, str | list[str]]:
    reader = _Fields()
    reader.feed(answer.content.decode().partition("<main")[2].partition("</main")[0])
    return reader.found
