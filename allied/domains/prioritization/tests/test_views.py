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
from allied.domains.prioritization.tests.builders import ids, make_closed, make_open, make_round, make_team, vote
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member

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
