"""Every component is shown, and nothing in it needs what the content policy forbids."""

import re
from pathlib import Path
from typing import cast

import pytest

from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from allied.web import views
from allied.web.assets import icon, icon_names
from allied.web.jinja import Toolkit, engine
from allied.web.tests.test_frame import signed_in
from allied.web.views import FAMILIES


@pytest.fixture
def member(db: None) -> Member:
    return make_member(name="Imani Okafor")


def test_the_gallery_opens_from_its_short_address(member: Member) -> None:
    answer = signed_in(member).get("/components", follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain == [(f"/w/{member.workspace.slug}/components", 302)]


def test_nothing_is_inline(member: Member) -> None:
    text = signed_in(member).get(f"/w/{member.workspace.slug}/components").content.decode()

    assert not re.findall(r"<[^>]+\sstyle=", text)
    assert not re.findall(r"<[^>]+\son[a-z]+=", text)
    assert not re.findall(r"<script(?![^>]*\ssrc=)", text)
    assert "javascript:" not in text


def test_ids_are_unique_and_every_reference_has_its_element(member: Member) -> None:
    text = signed_in(member).get(f"/w/{member.workspace.slug}/components").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', text)
    references = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert {one for many in references for one in many.split()} <= set(ids)


def test_every_macro_is_shown() -> None:
    pages = [Path(views.__file__).parent / "templates" / "web" / "components.html"]
    pages += [pages[0].parent / "gallery" / f"{name}.html" for name in FAMILIES]
    shown = "".join(page.read_text() for page in pages)
    macros = cast(Toolkit, engine().env.globals["ui"]).macros

    assert [name for name in macros if f"ui.{name}(" not in shown] == ["live"]  # it polls


def test_icons_are_in_the_sprite_or_refused() -> None:
    assert "lightbulb" in icon_names()
    with pytest.raises(ValueError, match="ui/icons.txt"):
        icon("no-such-icon")
