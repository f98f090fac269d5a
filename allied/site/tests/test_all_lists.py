"""Every list works alike: columns, filters on any field, order, groups, saved lists, export, copy."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.decisions.tests.builders import make_decision
from allied.domains.decisions.tests.builders import make_open as open_decision
from allied.domains.discovery.actions import frame_opportunity
from allied.domains.feedback.actions import add_feedback
from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.pages.actions import write_page
from allied.domains.prioritization.tests.builders import make_open as open_round
from allied.domains.prioritization.tests.builders import make_round, vote
from allied.domains.roadmap.actions import add_item
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.testing import make_member, product_of
from allied.web.lists import editing, registry
from allied.web.tests.opened import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    member = make_member(name="Imani")
    add_feedback(text="I wait", product=product_of(member), actor=member)
    draft_insight(Wording("People wait"), actor=member)
    frame_opportunity(title="Know how long", description="", actor=member)
    add_item(title="A clock", problem="", actor=member)
    write_page(title="Notes", actor=member)
    make_decision(member, member)
    open_decision(member, make_member(like=member))
    make_round(member)
    vote(open_round(member), member, 3)
    return member


KEYS = ["feedback", "insights", "opportunities", "items", "pages", "decisions", "rounds", "people"]


def listing(member, key, **query):
    client = Client()
    client.force_login(member.user)
    slug = member.workspace.slug
    place = reverse(registry.registered(key).url_name, kwargs={"workspace": slug})
    answer = client.get(place, query)
    assert answer.status_code == 200, (key, query)
    return answer.content.decode()


def offered(text, name):
    """The values of a choice on the page."""
    found = re.search(rf'<select name="{name}"[^>]*>(.*?)</select>', text, re.S)
    return [value for value in re.findall(r'value="([^"]*)"', found[1]) if value] if found else []


@pytest.mark.parametrize("key", KEYS)
def test_any_field_is_a_column_an_order_a_group_and_a_filter(imani, key):
    shape = {"layout": "table"} if key == "feedback" else {}
    text = listing(imani, key, **shape)
    columns = re.findall(r'name="col" value="([^"]+)"', text)

    assert len(columns) > 4
    assert listing(imani, key, cols=",".join(columns), **shape).count("<tr") >= 2
    for value in offered(text, "sort"):
        listing(imani, key, sort=value, **shape)
    for value in offered(text, "group"):
        assert listing(imani, key, group=value, **shape).count("<tr") >= 2
    for field in offered(text, "where"):
        for operator in ("is", "not", "empty", "filled"):
            listing(imani, key, where=f"{field}~{operator}~{'1' if operator in ('is', 'not') else ''}", **shape)


HOLDING = {"decision": "decisions", "round": "rounds", "page": "pages", "insight": "insights", "feedback": "feedback"}


@pytest.mark.parametrize(("kind", "key"), HOLDING.items())
def test_a_custom_field_is_a_column_a_filter_an_order_a_group_and_is_changed_in_the_list(imani, kind, key):
    field = add_field(
        kind, name="Tribe", type="choice", options=["Loans", "Events"], actor=make_member("owner", like=imani)
    )
    option = field.options.get(label="Loans")
    reference = listing(imani, key, layout="table").split('class="id">')[1].split("<")[0]

    editing.change_many(key, f"custom_{field.key}", [reference], str(option.pk), actor=imani)

    custom = f"custom_{field.key}"
    shown = listing(
        imani, key, cols=custom, sort=custom, group=custom, where=f"{custom}~is~{option.pk}", layout="table"
    )
    assert (shown.count("title-link"), reference in shown) == (1, True)
    assert f">{reference}<" not in listing(imani, key, where=f"{custom}~empty~", layout="table")


@pytest.mark.parametrize("key", KEYS)
def test_each_is_exported_copied_and_saved(imani, key):
    client = Client()
    client.force_login(imani.user)

    def place(name, **more):
        return reverse(f"web:{name}", kwargs={"workspace": imani.workspace.slug, "key": key, **more})

    for form in ("csv", "xlsx", "jsonl"):
        answer = client.get(place("list-export", form=form))
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)
    assert client.get(place("list-copy")).json()["text"].count("\n") >= 1
    assert client.post(place("list-save"), {"name": "Mine", "query": "sort=title"}).status_code == 302
    assert SavedList.objects.get().list_key == key
    listing(imani, key, list=SavedList.objects.get().pk)


def test_a_round_says_what_the_reader_has_to_do_and_is_found_by_it(imani):
    voted = listing(imani, "rounds", where="mine~is~in")
    colleague = make_member(like=imani)

    assert "Handed in" in voted
    assert voted.count("title-link") == 1
    assert "Vote" in listing(colleague, "rounds", where="mine~is~waits")
    assert "No round fits" in listing(colleague, "rounds", where="mine~is~in")


def test_the_question_of_a_draft_is_changed_in_the_list_of_decisions(imani):
    client = Client()
    client.force_login(imani.user)
    kwargs = {"workspace": imani.workspace.slug, "key": "decisions", "reference": "DEC-1", "field_key": "title"}
    editor = client.get(reverse("web:list-cell", kwargs=kwargs))

    client.post(reverse("web:list-cell", kwargs=kwargs), fields(editor) | {"to": "Remind or not?"})

    assert "Remind or not?" in listing(imani, "decisions")
