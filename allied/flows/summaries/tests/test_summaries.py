"""A pasted summary: read into pieces, chosen, added, taken back."""

import pytest

from allied.domains.feedback.models import Feedback
from allied.domains.insights.models import Insight
from allied.flows.summaries.making import make_from_summary, undo_of
from allied.flows.summaries.nearness import placed
from allied.flows.summaries.reading import Piece, claim_and_rest, read
from allied.flows.tests.builders import Browser
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.models import Act
from allied.kernel.personal.undo import take_back
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.models import Link

PAGE = "/summaries/new"
TALK = """# Summary

How the library rebuilt its holds page,
told at the spring meeting.

## Key insights

- **Waiting is fine, not knowing is not.** People
  stay when they are told a date.
- Staff answer the same question all day

## Quotes

> I would wait a month if you told me so.
> — Mary, reader in Ramsbury

“Every second call is about holds.” — Tom (front desk)
Ana: "I just want a date for my hold"
"""
INSIGHT, QUOTE = Piece("insight", "People wait when they know the date"), Piece("opinion", "I want a date", "Ana", 1)


@pytest.fixture
def member(db):
    return make_member(Role.EDITOR)


def make(member, *pieces, **others):
    given = {"product": product_of(member), "source": "Spring meeting", "method": "hearsay", "actor": member}
    return make_from_summary(pieces, **(given | others))


def test_headings_points_and_quotes_are_told_apart():
    assert read(TALK) == [
        Piece("opinion", "How the library rebuilt its holds page, told at the spring meeting."),
        Piece("insight", "Waiting is fine, not knowing is not. People stay when they are told a date."),
        Piece("insight", "Staff answer the same question all day"),
        Piece("opinion", "I would wait a month if you told me so.", "Mary, reader in Ramsbury"),
        Piece("opinion", "Every second call is about holds.", "Tom (front desk)"),
        Piece("opinion", "I just want a date for my hold", "Ana"),
    ]


def test_a_quote_below_a_point_speaks_for_that_point():
    pieces = read("Key insights:\n1. People leave\n\n“I left” - Mary\n\n2. People call\n\n> I called\n\n— Tom")

    assert [(one.kind, one.text, one.speaker, one.about) for one in pieces] == [
        ("insight", "People leave", "", 0),
        ("opinion", "I left", "Mary", 1),
        ("insight", "People call", "", 0),
        ("opinion", "I called", "Tom", 3),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("***\n#\n\n- \n", []),
        ("- One\n- Two", ["insight", "insight"]),
        ("Just a paragraph.", ["opinion"]),
        ("“Holds” are a word that nobody knows.", ["opinion"]),
        ("**Takeaways**\nNobody knows what a hold is", ["insight"]),
        ("Verbatim\n- It is slow", ["opinion"]),
        ("Note: this is one paragraph about holds", ["opinion"]),
    ],
)
def test_the_form_of_a_text_suggests_the_kinds(text, kinds):
    assert [piece.kind for piece in read(text)] == kinds


def test_a_long_point_is_a_claim_and_its_summary():
    assert claim_and_rest("Short. Still one claim.") == ("Short. Still one claim.", "")
    assert claim_and_rest("People leave. " + "Why " * 60) == ("People leave.", ("Why " * 60).strip())


def test_a_quote_apart_stands_beside_the_nearest_claim():
    pieces = placed(read(TALK))

    assert [piece.about for piece in pieces] == [0, 0, 0, 2, 0, 0]


def test_pieces_become_drafts_and_opinions_that_raise_no_strength(member):
    made = make(member, INSIGHT, QUOTE, Piece("opinion", "Overall a good talk"))

    (insight,) = Insight.objects.all()
    said = Feedback.objects.get(author="Ana")
    assert (insight.node.state, insight.claim) == ("draft", INSIGHT.text)
    assert (said.text, said.source, said.method) == ("I want a date", "Spring meeting", "hearsay")
    assert list(Link.objects.values_list("source", "relation", "target")) == [(said.pk, "supports", insight.pk)]
    assert insight.node.strength.people_for == 0
    assert len(made.opinions) == 2
    assert set(Activity.objects.values_list("verb", flat=True)) >= {"insight.drafted", "feedback.added"}


def test_what_spoke_for_a_piece_that_is_left_out_stands_alone(member):
    make(member, None, QUOTE)

    assert Feedback.objects.count() == 1
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("pieces", "others", "field"),
    [
        ([None], {}, "pieces"),
        ([INSIGHT] * 61, {}, "pieces"),
        ([INSIGHT], {"source": " "}, "source"),
        ([INSIGHT], {"method": "interview"}, "method"),
        ([INSIGHT, Piece("opinion", " ")], {}, "text"),
        ([Piece("insight", "x" * 301)], {}, "claim"),
    ],
)
def test_what_cannot_be_added_is_refused_whole(member, pieces, others, field):
    with pytest.raises(BadInput) as refusal:
        make(member, *pieces, **others)

    assert field in refusal.value.fields
    assert not Node.objects.exists()


def test_readers_and_products_of_others_are_refused(member):
    with pytest.raises(Denied):
        make(make_member(Role.READER, workspace=member.workspace), INSIGHT)
    with pytest.raises(NotVisible):
        make(member, INSIGHT, QUOTE, product=product_of(make_member()))


def test_one_undo_takes_all_of_it_back(member):
    browser = Browser(member)
    browser.post(PAGE, **fields(), keep=["1", "2"])

    take_back(Act.objects.get(member=member).pk, actor=member)

    assert not Node.objects.filter(trashed_at=None).exists()
    assert not Link.objects.exists()
    assert undo_of(make(member, INSIGHT)).given == {"references": ["INS-2"]}


def fields(**others):
    return {
        "pieces": "2",
        "text": "- People wait",
        "source": "Spring meeting",
        "method": "hearsay",
        "kind-1": "insight",
        "text-1": "People wait when they know the date",
        "kind-2": "opinion",
        "text-2": "I want a date",
        "who-2": "Ana",
        "about-2": "1",
    } | others


def test_the_page_reads_the_text_and_shows_each_piece_ticked(member):
    text = Browser(member).post(PAGE, text=TALK, source="Spring meeting", method="hearsay").content.decode()

    assert text.count('name="keep"') == text.count('name="keep" value=') == 6
    assert text.count(" checked") == 6
    assert "Mary, reader in Ramsbury" in text
    assert not Node.objects.exists()


def test_the_page_adds_what_is_ticked_and_leads_to_the_draft(member):
    answer = Browser(member).post(PAGE, **fields(), keep=["1", "2"])

    assert answer["Location"].endswith("/insights/INS-1")
    assert Link.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "", "source": "A talk", "method": "hearsay"}, "Paste the summary first."),
        ({"text": "- One", "source": "", "method": "hearsay"}, "Say where it comes from"),
        ({"text": "#", "source": "A talk", "method": "hearsay"}, "There is no piece in this text."),
        ({"text": "- One\n" * 61, "source": "A talk", "method": "hearsay"}, "This has 61 pieces"),
        (fields(), "Nothing is ticked."),
        (fields(source="", keep=["1"]), "Say where it comes from"),
        (fields(keep=["1", "2"]) | {"text-1": "x" * 301}, "301 characters long"),
    ],
)
def test_refusals_are_sentences_and_lose_nothing(member, given, sentence):
    answer = Browser(member).post(PAGE, **given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert given.get("text-2", "") in answer.content.decode()
    assert not Node.objects.exists()


def test_strange_numbers_of_pieces_are_no_error(member):
    for count in ("", "x", "-1", "99999", "²"):
        assert Browser(member).post(PAGE, **fields(pieces=count)).status_code in (200, 422)
