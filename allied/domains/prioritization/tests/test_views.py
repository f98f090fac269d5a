"""The pages of rounds, as members' browsers get them."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from allied.domains.prioritization import actions
from allied.domains.prioritization.models import Ballot, Round, Vote
from allied.domains.prioritization.rules import Criterion
from allied.domains.prioritization.tests.builders import (
    ids,
    make_closed,
    make_open,
    make_round,
    make_scored,
    make_team,
    vote,
)
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.web import navigation

pytestmark = pytest.mark.django_db


class Browser:
    """A member's browser: ``get`` and ``post`` take the path inside of the rounds."""

    def __init__(self, member):
        self.client = Client()
        self.client.force_login(member.user)
        self.root = f"/w/{member.workspace.slug}/rounds"

    def post(self, path="", **fields):
        return self.client.post(self.root + path, fields)

    def text(self, path="", status=200):
        answer = self.client.get(self.root + path)
        assert answer.status_code == status
        return answer.content.decode()


def at(found, rest=""):
    return f"/{found.node.reference}{rest}"


def test_the_empty_list_teaches():
    assert "A round lets two sides disagree on paper first" in Browser(make_member()).text()


def test_a_round_is_prepared_from_a_form_and_opened():
    (ux, _), _ = make_team()
    nodes = [create("opportunity", title=f"Opportunity {place}", actor=ux) for place in range(2)]
    browser = Browser(ux)

    made = browser.post(
        "/new",
        question="Which of these first?",
        candidates=[nodes[0].pk],
        more=nodes[1].reference.lower(),
        framework="votes",
        closes_at=(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
        quorum_ux=2,
        quorum_product=2,
    )
    browser.post("/RND-1/opening")

    assert made.headers["Location"].endswith("/rounds/RND-1")
    text = browser.text("/RND-1")
    assert "Open for ballots" in text
    assert "UX: 0 of 2 in." in text
    assert "Opportunity 1" in text


def test_an_unknown_reference_is_said_by_its_field():
    answer = Browser(make_member()).post(
        "/new", question="Which?", more="OPP-77", framework="votes", quorum_ux=2, quorum_product=2
    )

    assert answer.status_code == 422
    assert "There is no OPP-77 here" in answer.content.decode()


def test_a_ballot_goes_in_and_is_never_shown_again():
    (ux, _), _ = make_team()
    found = make_open(ux)
    first, second, _ = ids(found)
    browser = Browser(ux)

    answer = browser.post(
        at(found, "/ballot"), **{f"score-{first}": "5", f"reason-{first}": "Kiosk", f"score-{second}": ""}
    )

    assert answer.status_code == 302
    assert "Your ballot is in" in browser.text(at(found))
    again = browser.text(at(found, "/ballot"))
    assert "It cannot be shown, not even to you" in again
    assert "Kiosk" not in again
    assert not re.search(r'value="[1-5]"[^>]* checked', again)


def test_an_empty_ballot_keeps_the_page_and_says_why():
    (ux, _), _ = make_team()
    found = make_open(ux)

    answer = Browser(ux).post(at(found, "/ballot"))

    assert answer.status_code == 422
    assert "There is no vote in this ballot" in answer.content.decode()


def test_a_likely_value_alone_gets_the_width_of_the_evidence():
    ux, product = make_team()
    found = make_open(ux[0], framework="rice_range", quorum_ux=1, quorum_product=1)
    first = ids(found)[0]
    likely = {f"{name}-{first}": "10" for name in ("reach", "impact", "effort")}
    for member in (ux[0], product[0]):
        Browser(member).post(at(found, "/ballot"), **{f"score-{first}": "4"}, **likely)

    actions.close_round(found, actor=ux[0])

    kept = Vote.objects.filter(candidate__node=first).values_list("estimates", flat=True)
    assert list(kept) == [dict.fromkeys(("reach", "impact", "effort"), [2.0, 10.0, 50.0])] * 2


def test_the_reveal_shows_both_sides_and_the_furthest_apart_first():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (5, 2, 3)], "product": [(1, 5, 3), (1, 4, 3)]})

    text = Browser(ux[0]).text(at(found))

    assert "Furthest apart: Opportunity 0" in text
    assert "close on 1 of 3 and far apart on 2" in text
    assert "Far, 4 apart" in text
    assert "UX puts first" in text


def test_a_round_short_of_quorum_says_so_instead_of_closing():
    (ux, _), _ = make_team()
    found = make_open(ux)

    answer = Browser(ux).post(at(found, "/closing"))

    assert answer.status_code == 409
    assert "stay sealed" in answer.content.decode()


def test_a_late_voter_reads_that_the_time_is_over():
    (ux, _), _ = make_team()
    found = make_open(ux)

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        text = Browser(ux).text(at(found, "/ballot"))

    assert "takes no ballots now" in text


def test_a_reader_reads_the_round_and_has_no_ballot():
    (ux, _), _ = make_team()
    found = make_open(ux)
    reader = Browser(make_member(Role.READER, like=ux))

    assert "Hand in" not in reader.text(at(found))
    reader.text(at(found, "/ballot"), status=403)


def test_deadline_cancellation_and_second_ballot_from_pages():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]})
    browser = Browser(ux[0])

    again = browser.post(at(found, "/second"))
    browser.post("/RND-2/cancellation", reason="We agree by now.")

    assert again.headers["Location"].endswith("/rounds/RND-2/edit")
    assert "We agree by now." in browser.text("/RND-2")
    other = make_open(ux[0])
    moved = (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(at(other, "/deadline"), closes_at=moved).status_code == 302


def test_a_round_with_weighted_criteria_is_prepared_from_a_form():
    (ux, _), _ = make_team()
    plan = {"question": "Which?", "framework": "weighted", "quorum_ux": 2, "quorum_product": 2}

    refused = Browser(ux).post("/new", criteria="Staff time", **plan)
    made = Browser(ux).post("/new", criteria="Fewer wasted trips: 3\n\nStaff time = 1,5", **plan)

    assert "“Staff time” has no weight" in refused.content.decode()
    assert made.status_code == 302
    assert Round.objects.get().criteria == [
        {"name": "Fewer wasted trips", "weight": 3.0},
        {"name": "Staff time", "weight": 1.5},
    ]
    assert "Fewer wasted trips: 3\nStaff time: 1.5" in Browser(ux).text("/RND-1/edit")


def test_a_ballot_of_rice_proposes_a_confidence_and_says_what_is_missing():
    (ux, _), _ = make_team()
    found = make_open(ux, framework="rice")
    first, second, _ = ids(found)
    browser = Browser(ux)

    text = browser.text(at(found, "/ballot"))
    half = {f"score-{first}": "5", f"reach-{first}": "200", f"confidence-{first}": "0.2"}
    refused = browser.post(at(found, "/ballot"), **half)
    whole = half | {f"impact-{first}": "2", f"effort-{first}": "4", f"confidence-{second}": "0.2"}
    taken = browser.post(at(found, "/ballot"), **whole)

    assert re.search(r'value="0.2"\s+selected', text)
    assert refused.status_code == 422
    assert "Impact on each of them is missing" in refused.content.decode()
    assert 'value="200"' in refused.content.decode()
    assert taken.status_code == 302


def test_the_reveal_shows_the_scores_of_each_side_with_their_n():
    one, other = {"impact": 9, "confidence": 8, "ease": 7}, {"impact": 2, "confidence": 8, "ease": 7}
    found, ux = make_scored("ice", {"ux": [[one, other]] * 2, "product": [[other, one]] * 2})

    text = Browser(ux).text(at(found))

    assert re.search(r"<h2 [^>]*>ICE <", text)
    assert "Votes, and" not in text
    assert "place 1, n = 2" in text
    assert "Impact × confidence × ease (Ellis &amp; Brown (2017), Hacking Growth), version 1" in text


@pytest.mark.parametrize(
    ("framework", "count"),
    [("votes", 40), ("rice_range", 24), ("rice", 18), ("wsjf", 18), ("weighted", 9), ("moscow", 40)],
)
def test_the_longest_ballot_stays_light(framework, count):
    (ux, _), _ = make_team()
    criteria = [Criterion(f"Criterion {place}", place) for place in range(1, 9)] if framework == "weighted" else ()
    found = make_open(ux, framework=framework, count=count, criteria=criteria)

    assert len(Browser(ux).text(at(found, "/ballot")).encode()) < 150_000


def program(member, scope="write"):
    """A program of this member: ``call`` takes the method, the path and a body."""
    _, secret = make_access_token(name="Program", scope=scope, days=1, actor=member)

    def call(method, path, body=None):
        headers = {"Authorization": f"Bearer {secret}"}
        asked = Client().generic(
            method, f"/api/v1{path}", json.dumps(body) if body else "", "application/json", headers=headers
        )
        return asked.status_code, asked.json()

    return call


def test_a_program_prepares_asks_and_reads_a_round_with_figures():
    ux, product = make_team()
    nodes = [create("opportunity", title=f"Opportunity {place}", actor=ux[0]).reference for place in range(2)]
    call = program(ux[0])
    criteria = [{"name": "Fewer wasted trips", "weight": 3.0}, {"name": "Staff time", "weight": 1.0}]
    until = (timezone.now() + timedelta(days=2)).isoformat()
    asked = {"question": "Which?", "candidates": nodes, "closes_at": until}

    status, made = call("POST", "/rounds", asked | {"framework": "weighted", "criteria": criteria})
    call("POST", f"/rounds/{made['reference']}/opening")
    for member in (*ux, *product):
        marks = [{"candidate": ref, "score": 3, "figures": {"c1": 6, "c2": 2}} for ref in nodes]
        cast, _ = program(member)("POST", "/ballots", {"round": made["reference"], "marks": marks})
        assert cast == 201
    refused, problem = call(
        "POST", "/ballots", {"round": made["reference"], "marks": [{"candidate": nodes[0], "figures": {"c1": 6}}]}
    )
    call("POST", f"/rounds/{made['reference']}/closing")
    _, shown = call("GET", f"/rounds/{made['reference']}/results")

    assert status == 201
    assert made["criteria"] == criteria
    assert [(each["name"], each["label"], each["high"]) for each in made["factors"]] == [
        ("c1", "Fewer wasted trips", 10),
        ("c2", "Staff time", 10),
    ]
    assert refused == 422
    assert "Staff time is missing" in json.dumps(problem)
    assert [row["ux"] for row in shown["scores"]] == [{"n": 2, "score": 5.0, "place": 1}] * 2


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_the_same_queries_for_few_and_many(rows, django_assert_max_num_queries):
    (ux, _), _ = make_team()
    for _ in range(rows):
        make_round(ux, count=2)
    browser = Browser(ux)
    browser.text()

    with django_assert_max_num_queries(16):
        browser.text()


FACES = ["", "/{ref}", "/{ref}/ballot", "?state=open"]
API = ["/rounds", "/rounds/{ref}", "/rounds/{ref}/results", "/ballots", "/search?q=kiosk", "/nodes/{ref}"]


def everything(scores, reason):
    """Every answer that could hold what a ballot says, for a world that differs in that alone. Times stand still."""
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        ux, product = make_team()
        found = make_open(ux[0])
        for member in (*ux, *product):
            vote(found, member, *scores, reason=reason)
        _, secret = make_access_token(name="All", scope="read", days=1, actor=ux[0])
        browser, ref = Browser(ux[0]), found.node.reference
        pages = [browser.client.get(browser.root + face.format(ref=ref)).content for face in FACES]
        headers = {"Authorization": f"Bearer {secret}"}
        api = [Client().get(f"/api/v1{path.format(ref=ref)}", headers=headers).content for path in API]
        trail = json.dumps(list(found.node.activity.order_by("pk").values("verb", "details"))).encode()
        trail = re.sub(rb'"voters": \[[\d, ]*\]', b"", trail)  # numbers of the members
        lengths = sorted(len(bytes(ballot.sealed)) for ballot in Ballot.objects.filter(round=found))
        kept = Round.objects.filter(pk=found.pk).values_list("seed", "ballot_length").get()
    names = [ux[0].workspace.slug, found.pk, *(candidate.node_id for candidate in found.candidates.all())]
    return [alike(part, names, ux + product) for part in (*pages, *api, trail)], lengths, kept


def alike(body, names, members):
    """The same without what differs between any two workspaces: slugs, ids, tokens of forms, names of test people."""
    text = body.decode()
    for place, name in enumerate(names):
        text = text.replace(name, f"[{place}]")
    for place, member in enumerate(members):
        text = text.replace(member.name, f"(person {place})").replace(f'"id":{member.pk},', f'"id":({place}),')
    text = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"|nonce-[\w+/=-]+|nonce="[^"]+"', r"\1", text)
    return re.sub(r'uid-?\d+|studio-\d+|data-member="\d+"|since=[\d.]+', "", text)


def test_two_worlds_that_differ_only_in_ballots_answer_alike_to_the_byte():
    one, other = everything((5, 1, 3), "The kiosk is slow"), everything((1, None, 5), "x")

    assert one == other


def test_the_sidebar_counts_rounds_that_wait_until_one_votes_or_their_time_is_over():
    (runner, voter), (other, *_rest) = make_team()
    found = make_open(runner)

    def waits(member):
        link = next(link for area in navigation.areas(member) for link in area.links if "/rounds" in link.url)
        return link.count

    assert waits(voter) == waits(other) == 1
    vote(found, voter, 3, 2, 1)
    assert (waits(voter), waits(other)) == (0, 1)

    with time_machine.travel(found.closes_at - timedelta(seconds=1), tick=False):
        assert waits(other) == 1
    with time_machine.travel(found.closes_at + timedelta(seconds=1), tick=False):
        assert waits(other) == 0
