"""From insight to opportunity to roadmap item, one step each."""

import pytest

from allied.domains.discovery.actions import frame_opportunity, retire_opportunity
from allied.domains.discovery.models import Opportunity
from allied.domains.insights.actions import Wording, draft_insight, retire_insight
from allied.domains.roadmap.models import Item
from allied.flows.item_from_opportunity import item_from_opportunity
from allied.flows.opportunity_from_insight import opportunity_from_insight
from allied.flows.tests.builders import Browser, make_evidence
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, NotVisible
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in

pytestmark = pytest.mark.django_db

NEED = {"title": "Help me plan", "description": "People cancel.", "concerns": "Collectors", "product": None}
ITEM = {"title": "Estimate", "problem": "People cancel.", "outcome": "", "horizon": "later", "product": None}
NEW_OPPORTUNITY, NEW_ITEM = "/thread/new-opportunity", "/thread/new-item"


def make_insight(member, claim="People leave when the wait is unknown"):
    insight = draft_insight(Wording(claim, summary="A range keeps them.", scope="Weekend collectors"), actor=member)
    link(make_evidence(member), "supports", insight.node, actor=member)
    return insight


def make_opportunity(member):
    return frame_opportunity(title="Help me plan", description="People cancel.", actor=member)


def test_an_opportunity_from_an_insight_stands_on_its_evidence():
    member = make_member(Role.CONTRIBUTOR)
    insight = make_insight(member)

    opportunity = opportunity_from_insight(insight, **NEED, actor=member)

    assert Link.objects.get(target=opportunity.node).source == insight.node
    assert strength_of([opportunity.node], today=today_in(member.workspace))[opportunity.pk].people_for == 1
    verbs = set(Activity.objects.filter(node=opportunity.node).values_list("verb", flat=True))
    assert verbs == {"opportunity.framed", "thread.linked"}


def test_an_insight_that_has_ended_begins_no_opportunity():
    member = make_member()
    insight = make_insight(member)
    retire_insight(insight, reason="Old.", actor=member)

    with pytest.raises(BadInput, match="INS-1 is retired"):
        opportunity_from_insight(insight, **NEED, actor=member)

    assert not Opportunity.objects.exists()


def test_an_item_from_an_opportunity_addresses_it():
    member = make_member(Role.CONTRIBUTOR)
    opportunity = make_opportunity(member)

    item = item_from_opportunity(opportunity, **ITEM, actor=member)

    made = Link.objects.get(source=item.node)
    assert (made.relation, made.target) == ("addresses", opportunity.node)


def test_an_opportunity_that_has_ended_gets_no_item():
    member = make_member()
    opportunity = make_opportunity(member)
    retire_opportunity(opportunity, reason="Done.", actor=member)

    with pytest.raises(BadInput, match="OPP-1 is retired"):
        item_from_opportunity(opportunity, **ITEM, actor=member)

    assert not Item.objects.exists()


def test_readers_and_strangers_make_nothing():
    member = make_member()
    insight, opportunity = make_insight(member), make_opportunity(member)

    with pytest.raises(Denied):
        opportunity_from_insight(insight, **NEED, actor=make_member(Role.READER, like=member))
    with pytest.raises(NotVisible):
        opportunity_from_insight(insight, **NEED, actor=make_member())
    with pytest.raises(Denied):
        item_from_opportunity(opportunity, **ITEM, actor=make_member(Role.READER, like=member))
    with pytest.raises(NotVisible):
        item_from_opportunity(opportunity, **ITEM, actor=make_member())
    assert (Opportunity.objects.count(), Item.objects.count()) == (1, 0)


def test_the_pages_begin_with_the_words_that_are_there_and_lead_to_the_record():
    member = make_member()
    make_insight(member)
    browser = Browser(member)

    asked = browser.get(NEW_OPPORTUNITY, **{"from": "INS-1"}).content.decode()
    assert "People leave when the wait is unknown</textarea>" in asked
    assert 'value="Weekend collectors"' in asked
    assert "as=supports:out" in asked

    made = browser.post(f"{NEW_OPPORTUNITY}?from=INS-1", title="Help me plan", description="People cancel.", product="")
    assert made["Location"].endswith("/opportunities/OPP-1")
    asked = browser.get(NEW_ITEM, **{"from": "OPP-1"}).content.decode()
    assert "People cancel.</textarea>" in asked
    made = browser.post(f"{NEW_ITEM}?from=OPP-1", title="Estimate", problem="Wait", horizon="next", product="")
    assert made["Location"].endswith("/items/ITM-1")

    shown = browser.text("/items/ITM-1")
    for words in ("It addresses OPP-1", "1 person stands behind the problem", "Anecdotal", "People leave when"):
        assert words in shown


def test_what_is_refused_is_kept_in_the_form():
    member = make_member()
    make_insight(member)
    make_opportunity(member)
    browser = Browser(member)

    for path, query in ((NEW_OPPORTUNITY, "INS-1"), (NEW_ITEM, "OPP-1")):
        refused = browser.post(f"{path}?from={query}", title=" ", product="", horizon="later", problem="Kept words")
        assert refused.status_code == 422
        assert "There is a problem" in refused.content.decode()
    assert (Opportunity.objects.count(), Item.objects.count()) == (1, 0)


def test_without_a_beginning_the_plain_forms_open():
    member = make_member()

    assert Browser(member).get(NEW_OPPORTUNITY)["Location"].endswith("/opportunities/new")
    assert Browser(member).get(NEW_ITEM)["Location"].endswith("/items/new")


@pytest.mark.parametrize("path", [NEW_OPPORTUNITY, NEW_ITEM])
def test_pages_ask_who_is_there(path):
    member = make_member()
    make_insight(member)
    make_opportunity(member)
    query = {"from": "INS-1" if path == NEW_OPPORTUNITY else "OPP-1"}

    assert Browser(make_member(Role.READER, like=member)).get(path, **query).status_code == 403
    assert Browser(make_member()).get(path, **query).status_code == 404


def test_a_gap_on_the_thread_leads_to_the_step_that_fills_it():
    member = make_member()
    make_insight(member)
    make_opportunity(member)
    browser = Browser(member)

    assert "/thread/new-opportunity?from=INS-1" in browser.text("/insights/INS-1")
    assert "/thread/new-item?from=OPP-1" in browser.text("/opportunities/OPP-1")
