"""What becomes of Markdown that people write."""

from __future__ import annotations

import pytest

from allied.kernel.markdown import mentioned_in, names_of, references_in
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.web.markdown import render, render_all

pytestmark = pytest.mark.django_db

NAMES = names_of([(1, "Imani Okafor"), (2, "Imani"), (3, "Kim"), (4, "Kim"), (5, "José Straße")])


@pytest.fixture
def member():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Like #INS-12, and #ins-12 again, (#OPP-3).", ["INS-12", "OPP-3"]),
        ("`#INS-1` and\n\n    #INS-2\n", []),
        ("[about #INS-1](https://example.com)", []),
        ("a#INS-1 https://example.com/#INS-2 ##INS-3 #INS-0 #INS-4a", []),
        ("- **#INS-1**", ["INS-1"]),
    ],
)
def test_references_are_read_where_they_stand_for_themselves(text, found):
    assert references_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Imani Okafor and @imani, please", [1, 2]),
        ("@Imani Okafors is nobody, but @Imani is", [2]),
        ("@Kim is nobody for sure, @Kim/4 is", [4]),
        ("me@Imani Okafor.example `@Imani`", []),
        ("@Jose Straße", [5]),
    ],
)
def test_mentions_are_the_longest_name_that_fits(text, found):
    assert mentioned_in(text, NAMES) == found


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[go](javascript:alert(1))",
        "[go](data:text/html,x)",
        "![x](https://example.com/track.gif)",
        '[go](https://example.com "x\\" onmouseover=alert(1)")',
        "\ue0000\ue001 <b onclick=x>",
    ],
)
def test_nothing_of_what_people_write_becomes_markup_of_its_own(member, text):
    made = render(text, actor=member)

    assert not any(sign in made for sign in ("<script", "<img", "<b ", 'href="javascript', 'href="data', '" onmouse'))


def test_a_reference_becomes_a_link_that_says_what_it_is_called_now(member):
    node = nodes.create("insight", title='They "wait" & leave', actor=member)

    made = render("Compare #INS-1 and #INS-2.", actor=member)

    assert f'href="/w/{member.workspace.slug}/insights/INS-1"' in made
    assert "They &#34;wait&#34; &amp; leave" in made
    assert "#INS-2" in made
    assert node.reference == "INS-1"


def test_a_reference_alone_in_its_paragraph_may_be_unfolded(member):
    nodes.create("insight", title="They wait", actor=member)

    made = render("#INS-1\n\nAnd #INS-1.", actor=member, unfold=lambda node: render("**card**", actor=member))

    assert made.startswith("<p><strong>card</strong></p>")
    assert made.count("/insights/INS-1") == 1


def test_a_mention_is_told_apart_and_keeps_no_number(member):
    twin = make_member(like=member, name="Imani Okafor")

    assert render(f"@Imani Okafor/{twin.pk}!", actor=member) == '<p><b class="mention">@Imani Okafor</b>!</p>\n'


def test_nothing_of_another_workspace_is_named(member):
    nodes.create("insight", title="Secret", actor=make_member(name="Stranger"))

    assert render("#INS-1 @Stranger", actor=member) == "<p>#INS-1 @Stranger</p>\n"


def test_headings_stand_below_those_of_the_page(member):
    assert render("# A\n\n###### B", actor=member, headings_from=3) == "<h3>A</h3>\n<h6>B</h6>\n"


def test_many_texts_cost_a_query_a_kind_and_one_for_the_people(member, django_assert_num_queries):
    for _ in range(3):
        nodes.create("insight", title="They wait", actor=member)

    with django_assert_num_queries(2):
        render_all(["#INS-1 @Imani Okafor", "#INS-2 #INS-3", "plain"], actor=member)
