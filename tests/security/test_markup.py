"""Text that people and files bring in, on every page: shown as it is, run never."""

from __future__ import annotations

import csv
import io
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client

from allied.domains.discovery.actions import frame_opportunity
from allied.domains.feedback import actions as feedback
from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.roadmap.actions import add_item
from allied.kernel.importing import actions as importing
from allied.kernel.jobs import runner
from allied.kernel.membership import invitations, workspaces
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}</textarea></title>\u202egnp.exe\u2066"


@pytest.fixture(autouse=True)
def _no_limit():
    cache.clear()


@pytest.fixture
def world():
    owner = make_member(Role.OWNER, name=EVIL[:110])
    workspaces.change_workspace(owner.workspace, name=EVIL[:110], time_zone="UTC", working_days="12345", actor=owner)
    workspaces.add_product(EVIL[:110], actor=owner)
    workspaces.add_holiday(day=date(2026, 12, 25), name=EVIL[:110], actor=owner)
    invitations.invite(role="editor", discipline="product", actor=owner, name=EVIL[:110])
    make_access_token(name=EVIL[:110], scope="read", days=1, actor=owner)
    imported, draft = (_uploaded(owner, name) for name in (f"{EVIL}.csv", f"draft {EVIL}.csv"))
    started = importing.start_import(imported, actor=owner)
    runner.run_now(started.job)
    said = feedback.add_feedback(
        text=EVIL,
        author=EVIL,
        source=EVIL[:55],
        segments={EVIL[:35]: EVIL[:90]},
        product=product_of(owner),
        actor=owner,
    )
    insight = draft_insight(Wording(EVIL, scope=EVIL), actor=owner, product=product_of(owner))
    link(said.node, "supports", insight.node, actor=owner, note=EVIL)
    opportunity = frame_opportunity(title=EVIL, description=EVIL, concerns=EVIL[:100], actor=owner)
    item = add_item(title=EVIL, problem=EVIL, outcome=EVIL, actor=owner)
    link(item.node, "addresses", opportunity.node, actor=owner, note=EVIL)
    return owner, [said.node, insight.node, opportunity.node, item.node], [imported.number, draft.number]


def _uploaded(owner, name):
    rows = io.StringIO()
    out = csv.writer(rows)
    out.writerow(["id", "comment", "author", "date", EVIL, "note"])
    out.writerow(["1", f"{EVIL} and some more words", EVIL[:90], "2026-05-04", EVIL[:60], EVIL])
    out.writerow(["2", "", EVIL[:90], EVIL, EVIL[:60], EVIL])
    chunks = [rows.getvalue().encode()]
    return importing.upload_import(
        file_name=name.replace("/", ""), chunks=chunks, product=product_of(owner), actor=owner
    )


class Reader(HTMLParser):
    """What a browser would make of a page: elements that run, attributes that run."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and not (named.get("src") or "").startswith("/static/"):
            self.runs.append(f"<script {named}>")
        if tag in ("img", "iframe", "object", "embed", "base", "style"):
            self.runs.append(f"<{tag} {named}>")
        self.runs += [f"{tag} {name}" for name in named if name.startswith("on") or name == "style"]
        self.runs += [
            f"{tag} {name}={value}"
            for name, value in named.items()
            if name in ("href", "src", "action", "formaction")
            and (value or "").strip().lower().startswith("javascript:")
        ]


def pages(owner, nodes, numbers):
    plural = {"FBK": "feedback", "INS": "insights", "OPP": "opportunities", "ITM": "items"}
    at = f"/w/{owner.workspace.slug}"
    kinds = [f"{plural.get(node.reference[:3], 'items')}/{node.reference}" for node in nodes]
    first, second, third, fourth = [node.reference for node in nodes]
    return [
        *(
            f"{at}/{place}"
            for place in ("", "feedback", "insights", "opportunities", "items", "items/table", "imports")
        ),
        *(f"{at}/{place}" for place in kinds),
        *(f"{at}/{place}/edit" for place in kinds[1:]),
        *(f"{at}/imports/{number}" for number in numbers),
        f"{at}/imports/{numbers[0]}/rows",
        f"{at}/search?q=alert",
        f"{at}/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22",
        f"{at}/feedback?q=%22%3E%3Cscript%3E&item={first}",
        *(f"{at}/settings/{place}" for place in ("", "calendar", "products", "people", f"people/{owner.pk}")),
        f"{at}/account",
        f"{at}/evidence/add?node={first}",
        f"{at}/evidence/new-insight?node={first}",
        f"{at}/links/new?node={second}",
        f"{at}/thread/new-item?from={third}",
        f"{at}/feedback/new",
        f"{at}/insights/new",
        f"{at}/help/evidence-strength",
    ]


def test_nothing_that_people_wrote_becomes_markup_on_any_page(world):
    owner, nodes, numbers = world
    client = Client()
    client.force_login(owner.user)
    met = 0
    for place in pages(owner, nodes, numbers):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(place, headers=headers)
            text = answer.content.decode()
            reader = Reader()
            reader.feed(text)

            assert answer.status_code == 200, place
            assert reader.runs == [], place
            assert "<script>alert" not in text, place
            met += "&lt;script&gt;alert" in text
    assert met > 30


def test_refusals_and_toasts_repeat_input_as_text(world):
    owner, nodes, _ = world
    client = Client()
    client.force_login(owner.user)
    at = f"/w/{owner.workspace.slug}"
    for place, sent in (
        (f"{at}/insights/new", {"claim": "", "scope": EVIL}),
        (f"{at}/feedback/new", {"text": EVIL, "product": EVIL}),
        (f"{at}/settings/products", {"product_name": EVIL[:100]}),
        (f"{at}/settings/people/{owner.pk}", {"name": EVIL[:110], "discipline": EVIL}),
        (f"{at}/feedback/dismissal", {"node": EVIL}),
        (f"{at}/links/new", {"node": nodes[1].reference, "others": EVIL}),
        ("/sign-in", {"login": EVIL, "password": EVIL}),
    ):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(place, sent, headers=headers, follow=True)
            reader = Reader()
            reader.feed(answer.content.decode())

            assert answer.status_code < 500, place
            assert reader.runs == [], place


def test_nothing_runs_in_a_browser(transactional_db, window, world):
    owner, nodes, numbers = world
    page = window(owner).new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for place in pages(owner, nodes, numbers)[:14]:
        page.goto(place)

    assert ran == []
