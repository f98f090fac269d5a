"""The list of insights narrowed by what there is: each value with how many it would leave."""

import re
from datetime import date, timedelta

import pytest

from allied.domains.insights import actions
from allied.domains.insights.keeping import assign_owners
from allied.domains.insights.tests.builders import make_evidence, make_insight, make_published
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.labels.actions import add_label, set_labels
from allied.kernel.membership.workspaces import add_product
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db


class Page:
    """The facets of one address."""

    def __init__(self, browser, **query):
        self.text = browser.text(facets="on", **query)
        self.inside = re.search(r'id="facets">(.*?)</details>', self.text, re.DOTALL)[1]

    def counts(self, label):
        """By value its count, of the facet with that label."""
        group = re.search(rf'id="facet-\w+">{label}</p><ul>(.*?)</ul>', self.inside, re.DOTALL)
        if group is None:
            return {}
        plain = re.sub(r"<svg.*?</svg>", "", group[1])
        return {name: int(n) for name, n in re.findall(r'>([^<>]+) <span class="count">(\d+)<', plain)}

    def link(self, label):
        """The address of the value with that label."""
        plain = re.sub(r"<svg.*?</svg>", "", self.inside)
        return re.search(rf'<a href="([^"]+)"[^>]*>{label} <', plain)[1].replace("&amp;", "&")


def listed(text):
    return sorted(set(re.findall(r'id="row-(INS-\d+)"', text)))


def test_each_value_says_how_many_it_would_leave():
    member = make_member()
    make_published(member, "Waits")
    make_insight(member, "Fines")
    actions.retire_insight(make_published(member, "Lockers"), reason="Wrong", actor=member)

    page = Page(Browser(member))

    assert page.counts("Strength") == {"Assumption": 1, "Anecdotal": 1, "Emerging": 0, "Supported": 0, "Strong": 0}
    assert page.counts("State") == {"Draft": 1, "Published": 1, "Superseded": 0, "Retired": 1}
    assert page.counts("Dispute") == {"Not disputed": 2, "Contested": 0, "Contradicted": 0}
    assert page.counts("Owners") == {"UX and product": 0, "UX only": 0, "Product only": 0, "Nobody yet": 2}


def test_a_value_narrows_the_list_and_the_other_facets_but_not_its_own():
    member = make_member()
    make_published(member, "Waits")
    make_insight(member, "Fines")
    browser = Browser(member)

    answer = browser.client.get(Page(browser).link("Draft")).content.decode()
    assert listed(answer) == ["INS-2"]
    narrowed = Page(browser, where="state~is~draft")
    assert narrowed.counts("State")["Published"] == 1
    assert narrowed.counts("Strength")["Anecdotal"] == 0
    assert 'aria-current="true"' in narrowed.inside
    assert listed(browser.client.get(narrowed.link("Draft")).content.decode()) == ["INS-1", "INS-2"]


def test_a_value_takes_the_place_of_what_the_sentence_says_of_its_field():
    member = make_member()
    make_published(member, "Waits")
    make_insight(member, "Fines")
    browser = Browser(member)

    page = Page(browser, state="published", q="waits")

    assert page.counts("State") == {"Draft": 0, "Published": 1, "Superseded": 0, "Retired": 0}
    page = Page(browser, state="published")
    assert page.counts("Strength")["Assumption"] == 0
    assert listed(browser.client.get(page.link("Draft")).content.decode()) == ["INS-2"]


def test_what_has_ended_is_found_by_its_state():
    member = make_member()
    actions.retire_insight(make_published(member, "Lockers"), reason="Wrong", actor=member)
    make_insight(member, "Fines")
    browser = Browser(member)

    assert listed(browser.client.get(Page(browser).link("Retired")).content.decode()) == ["INS-1"]


def test_claims_are_told_apart_by_who_owns_them_by_dispute_and_by_age():
    member = make_member(discipline=Discipline.UX_RESEARCH)
    pm = make_member(like=member, discipline=Discipline.PRODUCT)
    owned, half, old = (make_published(member, f"Claim {number}") for number in range(3))
    assign_owners(owned, ux_owner=member, product_owner=pm, actor=member)
    assign_owners(half, ux_owner=None, product_owner=pm, actor=member)
    aged = make_insight(member, "Old")
    link(make_evidence(member, dated_on=date.today() - timedelta(days=400)), "supports", aged.node, actor=member)
    make_insight(member, "Bare")
    for number in range(3):
        link(make_evidence(member, f"No {number}"), "contradicts", old.node, actor=member)
    browser = Browser(member)

    page = Page(browser)

    assert page.counts("Owners") == {"UX and product": 1, "UX only": 0, "Product only": 1, "Nobody yet": 3}
    assert page.counts("Dispute") == {"Not disputed": 4, "Contested": 0, "Contradicted": 1}
    ages = {"Under 3 months": 3, "3 to 12 months": 0, "Over a year": 1, "No evidence yet": 1}
    assert page.counts("Age of newest evidence") == ages
    for label, value, wanted in [
        ("owners", "is~both", ["INS-1"]),
        ("owners", "not~nobody", ["INS-1", "INS-2"]),
        ("owners", "empty~", []),
        ("dispute", "is~contradicted", ["INS-3"]),
        ("freshness", "is~older", ["INS-4"]),
        ("freshness", "not~quarter", ["INS-4", "INS-5"]),
    ]:
        assert listed(browser.text(where=f"{label}~{value}")) == wanted
    shown = browser.text(cols="owners,dispute,freshness", q="claim")
    assert all(words in shown for words in ("UX and product", "Contradicted", "Under 3 months"))


def test_labels_and_products_are_offered_where_there_are_some():
    member = make_member()
    make_insight(member, "Fines")
    waits = make_insight(member, "Waits")
    browser = Browser(member)
    assert Page(browser).counts("Labels") == {}
    assert Page(browser).counts("Product") == {}

    label = add_label("Access", actor=member)
    set_labels(waits.node, [label], actor=member)
    add_label("Unused", actor=member)
    add_product("Kiosk", actor=make_member(Role.OWNER, like=member))

    page = Page(browser)
    assert page.counts("Labels") == {"Access": 1}
    assert set(page.counts("Product")) >= {"Kiosk"}


def test_a_list_without_rows_has_no_facets():
    assert 'id="facets"' not in Browser(make_member()).text(facets="on")


def test_nothing_is_counted_before_one_asks():
    member = make_member()
    make_published(member, "Waits")

    page = Browser(member).text()

    assert "Count what there is" in page
    assert 'id="facet-state"' not in page
