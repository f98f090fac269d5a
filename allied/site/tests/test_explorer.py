import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from allied.domains.decisions.actions import Verdict, decide
from allied.domains.decisions.readback.actions import Figure, Forecast, make_prediction, read_prediction
from allied.domains.decisions.tests.builders import make_open, state
from allied.domains.feedback.actions import add_feedback
from allied.domains.insights.actions import Wording, draft_insight, publish_insight
from allied.domains.insights.models import Insight
from allied.domains.roadmap.actions import add_item
from allied.flows.tests.builders import Browser, make_evidence, make_feedback
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.around import EACH, MOST

LONG = "while nobody told them how many weeks there would be until it came, which is what they asked for at the desk"

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def chain(member):
    """A comment for an insight and one against it, an opportunity, an item."""
    said = make_feedback(member, "Tell me a date and I will wait.", author="P04")
    against = make_feedback(member, "I like the surprise.", author="P09")
    insight = draft_insight(Wording("People leave when the wait is unknown"), actor=member).node
    opportunity = create("opportunity", title="Plan around a wait", actor=member)
    item = add_item(title="Arrival estimate", product=product_of(member), actor=member).node
    link(said, "supports", insight, actor=member)
    link(against, "contradicts", insight, actor=member)
    link(insight, "supports", opportunity, actor=member)
    link(item, "addresses", opportunity, actor=member)
    return said, against, insight, opportunity, item


def many(member, number):
    claim = draft_insight(Wording("A hub"), actor=member).node
    for place in range(number):
        link(make_evidence(member, f"Comment {place}"), "supports", claim, actor=member)
    return claim


def test_the_list_says_both_ways_in_words(member, chain):
    page = Browser(member).text("/thread/OPP-1")

    assert "is supported by 1 insight" in page
    assert "is contradicted by 1 feedback item" in page
    assert "is addressed by 1 roadmap item" in page
    assert "2 feedback items, 1 insight, 1 roadmap item." in page
    assert page.index("It rests on") < page.index("What came of it")


def test_the_drawing_names_every_object_and_is_described(member, chain):
    page = Browser(member).text("/thread/OPP-1")
    drawing = page[page.index('<svg class="graph"') :]

    assert "<title>INS-1 People leave when the wait is unknown, Anecdotal, contested</title>" in drawing
    assert 'role="img"' in drawing
    assert "<desc" in drawing
    assert drawing.count('class="g-against"') == 1
    assert "style=" not in page


def test_a_filter_and_a_choice_stand_in_the_address(member, chain):
    browser = Browser(member)

    narrowed = browser.text("/thread/OPP-1", stance="against")
    assert "FBK-2" in narrowed
    assert "Tell me a date" not in narrowed
    assert "?stance=against&amp;at=FBK-2#chosen" in narrowed
    assert "ITM-1" not in browser.text("/thread/OPP-1", relation="supports")

    chosen = browser.client.get(f"{browser.root}/thread/OPP-1?at=FBK-1", headers={"HX-Request": "true"}).text
    assert "<html" not in chosen
    assert "OPP-1 is supported by INS-1, which is supported by FBK-1." in chosen
    assert "Make this the center" in chosen


def test_a_hub_folds_and_unfolds(member):
    many(member, EACH + 7)
    browser = Browser(member)

    assert "7 more feedback items" in browser.text("/thread/INS-1")
    unfolded = browser.text("/thread/INS-1", unfold="INS-1")
    assert "more feedback items" not in unfolded
    assert all(f"Comment {place}" in unfolded for place in range(EACH + 7))


def test_what_ended_is_struck_through(member, chain):
    enter_state(chain[2], "retired")

    assert "<s>People leave when the wait is unknown</s>" in Browser(member).text("/thread/OPP-1")


def test_the_most_that_is_shown_is_light_and_costs_few_queries(member, django_assert_max_num_queries):
    top = create("opportunity", title="Everything", actor=member)
    for number in range(40):
        insight = draft_insight(Wording(f"{number} people leave {LONG}"), actor=member).node
        link(insight, "supports", top, actor=member)
        for place in range(EACH):
            link(make_evidence(member, f"{place} of {number} waited {LONG}"), "supports", insight, actor=member)
    browser = Browser(member)
    browser.get("/thread/OPP-1")

    with django_assert_max_num_queries(30):
        page = browser.text("/thread/OPP-1", unfold="OPP-1")

    assert page.count('class="g"') >= MOST - 2
    assert len(page.encode()) < 150_000
    assert f"the nearest {MOST}" in page


def test_the_way_is_told_in_a_sentence_and_link_by_link(member, chain):
    browser = Browser(member)
    page = browser.text("/thread/FBK-1/path", to="itm-1")

    assert "FBK-1 supports INS-1, which supports OPP-1, which is addressed by ITM-1." in page
    assert browser.text("/thread/FBK-1/path", to="FBK-1").count("FBK-1 is the same.") == 1
    make_feedback(member, "Nothing to do with it.")
    assert "No links lead from FBK-1 to FBK-3" in browser.text("/thread/FBK-1/path", to="FBK-3")
    assert "?to=ITM-1" in browser.text("/thread/FBK-1/path", to="arrival est")
    assert "Which one?" in browser.text("/thread/FBK-1/path")


def test_why_answers_with_claims_decisions_quotes_and_gaps(member, chain):
    insight = chain[2]
    publish_insight(insight_of(insight), actor=member)
    page = Browser(member).text("/thread/ITM-1/why")

    assert "Why: Arrival estimate" in page
    assert "Problem: Anecdotal, contested. Solution: not tested." in page
    assert "ITM-1 addresses" in page
    assert "OPP-1 is supported by" in page
    assert "Imani Okafor published it" in page
    assert "“Tell me a date and I will wait.”" in page
    assert "P04" in page
    assert page.index("What people said for it") < page.index("What disagrees") < page.index("I like the surprise.")
    alone = create("item", title="Lockers", actor=member)
    bare = Browser(member).text(f"/thread/{alone.reference}/why")
    assert "Nothing stands above it" in bare
    assert "What is missing" in bare
    assert "Link an opportunity" in bare


def insight_of(node):
    return Insight.objects.select_related("node").get(pk=node.pk)


def test_why_of_a_comment_is_its_own_words_and_what_came_of_it(member, chain):
    page = Browser(member).text("/thread/FBK-1/why")

    assert "“Tell me a date and I will wait.”" in page
    assert "What came of it" in page
    assert "People leave when the wait is unknown" in page


def test_why_counts_all_evidence_however_little_it_quotes(member, django_assert_max_num_queries):
    many(member, EACH + 7)
    browser = Browser(member)
    browser.get("/thread/INS-1/why")

    with django_assert_max_num_queries(45):
        page = browser.text("/thread/INS-1/why")

    assert f"{EACH} of {EACH + 7} pieces, the nearest first." in page


def test_the_file_fetches_nothing_and_escapes(member, chain):
    Node.objects.filter(pk=chain[4].pk).update(title="<script>alert(1)</script>")
    answer = Browser(member).get("/thread/ITM-1/trace.html")
    page = answer.content.decode()

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ITM-1.html"'
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not any(sign in page for sign in ("src=", "<link", "url(", "@import", "<use"))
    assert 'href="http://testserver/w/' in page
    assert "Tell me a date" in page


def test_coverage_counts_lists_and_leads_to_what_fills(member, chain):
    old = make_feedback(member, "Nobody used this.")
    Node.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=61))
    page = Browser(member).text("/coverage")

    assert "Feedback items unused for 60 days" in page
    assert "Nobody used this." in page
    assert f"/evidence/add?node={old.reference}" in page
    assert "the figures are exact" in page
    assert "No thread has a gap" in Browser(make_member()).text("/coverage")


def test_coverage_names_segments_without_feedback_or_insight_and_leads_to_what_they_said(member, chain):
    old = timezone.now() - timedelta(days=90)
    said = {"text": "Nobody asks us.", "product": product_of(member), "actor": member}
    add_feedback(**said, segments={"branch": "Lambourn"}, received_at=old)

    page = Browser(member).text("/coverage")

    assert "No feedback for 60 days: 1 of 1 segment. In no insight: 1." in page
    assert "where=segment.branch~is~Lambourn" in page
    (link_to,) = set(re.findall(r'href="[^"]*/feedback(\?where=[^"]*)"', page))
    assert "Nobody asks us." in Browser(member).text(f"/feedback{link_to}")
    assert "Tell me a date" not in Browser(member).text(f"/feedback{link_to}")
    assert "No segment is missing" not in page


def test_the_list_of_insights_is_told_in_a_line_who_is_missing_and_what_lies_unused(member, chain):
    old = timezone.now() - timedelta(days=90)
    for branch in ("Lambourn", "Ramsbury", "Kintbury"):
        said = {"text": f"Nobody asks {branch}.", "product": product_of(member), "actor": member}
        add_feedback(**said, segments={"branch": branch}, received_at=old)

    browser = Browser(member)
    line = browser.client.get(f"{browser.root}/coverage", headers={"HX-Request": "true"}).content.decode()

    assert "3 of 3 segments not heard from for 60 days, or ever: Branch: " in line
    assert "and 1 more." in line
    assert "3 of 5 pieces of feedback bear on no claim." in line
    assert "<main" not in line
    assert 'hx-trigger="load"' in browser.text("/insights")


def test_the_start_finds_a_center(member, chain):
    assert "Arrival estimate" in Browser(member).text("/thread")
    assert "/thread/INS-1" in Browser(member).text("/thread", q="wait unknown")
    assert "Nothing holds all of these words" in Browser(member).text("/thread", q="zebra")
    assert "Nothing to follow yet" in Browser(make_member()).text("/thread")


def test_every_record_leads_to_its_thread(member, chain):
    for path, reference in (("/feedback/FBK-1", "FBK-1"), ("/insights/INS-1", "INS-1"), ("/items/ITM-1", "ITM-1")):
        page = Browser(member).text(path)
        assert f"/thread/{reference}" in page
        assert f"/thread/{reference}/why" in page


def test_strangers_and_guests_find_no_thread(member, chain):
    guest, stranger = make_member(Role.GUEST, like=member), make_member()
    for path in ("", "/why", "/path", "/trace.html"):
        assert Browser(guest).get(f"/thread/INS-1{path}").status_code == 404
        assert Browser(stranger).get(f"/thread/INS-1{path}").status_code == 404


def test_programs_ask_the_same(client, member, chain):
    _, secret = make_access_token(name="Report", scope="read", days=1, actor=member)

    def ask(path):
        answer = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    trace = ask("/nodes/ITM-1/trace")
    assert trace["answer"] == "Problem: Anecdotal, contested. Solution: not tested."
    assert [ground["node"]["reference"] for ground in trace["grounds"]] == ["OPP-1", "INS-1"]
    assert (trace["n_for"], trace["evidence_for"][0]["text"]) == (1, "Tell me a date and I will wait.")
    assert trace["evidence_against"][0]["words"] == "contradicts"
    assert ask("/nodes/FBK-1/path?to=OPP-1")["words"] == "FBK-1 supports INS-1, which supports OPP-1."
    checks = {one["name"]: one for one in ask("/coverage")["data"]}
    assert (checks["feedback_without_use"]["count"], checks["feedback_without_use"]["total"]) == (0, 2)


def test_why_of_an_item_leads_over_its_decision_to_what_people_said_and_tells_how_the_predictions_came_out(
    member, chain, client
):
    _said, _against, insight, _opportunity, item = chain
    leader = make_member(like=member, discipline=Discipline.LEADERSHIP, name="Helen Adeyemi")
    product = make_member(like=member, discipline=Discipline.PRODUCT, name="Priya Raman")
    found = make_open(member, leader)
    link(found.node, "derived_from", insight, actor=member)
    link(item, "decided_by", found.node, actor=member)
    state(found, member, "ux", 0)
    state(found, product, "product", 0)
    decide(found, Verdict(found.options.all()[0].pk, "It pays."), actor=leader)
    of_item, of_decision = forecast(item, "Holds collected", member), forecast(found.node, "Calls", member)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        read_prediction(of_item, Figure(Decimal(66), 100), actor=member)

    page = Browser(member).text("/thread/ITM-1/why")

    assert "ITM-1 is decided by" in page
    assert "Helen Adeyemi decided: Remind them" in page
    assert "“Tell me a date and I will wait.”" in page
    came = " ".join(re.sub("<[^>]+>", " ", page[page.index("What came of it") :]).split())
    assert f"led to {of_item.node.reference} Holds collected Hit" in came
    above = Browser(member).text("/thread/INS-1/why")
    for reference in (found.node.reference, of_decision.node.reference, of_item.node.reference):
        assert reference in above[above.index("What came of it") :]
    bare = Browser(member).text(f"/thread/{of_decision.node.reference}/why")
    assert f"{of_decision.node.reference} is derived from" in bare
    assert "“Tell me a date and I will wait.”" in bare

    _, secret = make_access_token(name="Report", scope="read", days=1, actor=member)
    trace = client.get("/api/v1/nodes/ITM-1/trace", headers={"Authorization": f"Bearer {secret}"}).json()
    assert found.node.reference in [ground["node"]["reference"] for ground in trace["grounds"]]
    assert (of_item.node.reference, "hit") in [(one["reference"], one["state"]) for one in trace["came_of_it"]]


def forecast(about, measure, member):
    said = Forecast(
        measure,
        Decimal(60),
        Decimal(70),
        read_on=timezone.now().date() + timedelta(days=30),
        percent=80,
        unit="%",
        reason="The test said so.",
    )
    return make_prediction(about, said, actor=member)
