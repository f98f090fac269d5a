"""Ask and search, from the question to the page, the API and the command line."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from allied.cli import main
from allied.cli.output import as_json
from allied.domains.feedback.actions import add_feedback, dismiss_feedback
from allied.domains.insights.actions import Wording, draft_insight, publish_insight
from allied.flows.asking.answers import ask
from allied.flows.asking.filters import Filters
from allied.flows.asking.search import search
from allied.flows.asking.suggestions import suggestions
from allied.flows.tests.builders import Browser
from allied.kernel.embeddings import retrieval
from allied.kernel.embeddings.filling import fill
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.synthesis.missing import NoEmbedder

pytestmark = pytest.mark.django_db

HOLD = "I cancelled my hold because nobody told me how long it takes"
TOLD = "Holds are fine. I was told how long my hold would take and never cancelled it."
PRINT = "The large print books are lovely"
ASKED = "Why do people cancel their holds?"
CLAIM = "People leave when the wait is unknown"


@pytest.fixture
def editor():
    return make_member("editor")


@pytest.fixture
def corpus(editor):
    """Three items; the first supports a published claim and the second contradicts it."""
    items = [add_feedback(text=text, product=product_of(editor), actor=editor) for text in (HOLD, TOLD, PRINT)]
    claim = draft_insight(Wording(CLAIM), actor=editor, product=product_of(editor))
    link(items[0].node, "supports", claim.node, actor=editor)
    link(items[1].node, "contradicts", claim.node, actor=editor)
    publish_insight(claim, actor=editor)
    fill(editor.workspace)
    return items


def test_quotes_answer_under_the_claim_that_rests_on_them(editor, corpus):
    found = ask(ASKED, actor=editor)

    assert found.answered
    assert found.groups[0].claim.title == CLAIM
    assert {one.quote.text: one.is_against for one in found.groups[0].quotes} == {HOLD: False, TOLD: True}
    assert found.quotes[0].quote.text == HOLD
    assert all(one.score >= found.threshold for one in found.quotes)


def test_the_sentence_that_answers_is_marked(editor, corpus):
    told = next(one for one in ask(ASKED, actor=editor).quotes if one.quote.text == TOLD)

    assert told.parts == ("Holds are fine. ", "I was told how long my hold would take and never cancelled it.", "")


def test_quotes_without_a_claim_stand_apart(editor, corpus):
    found = ask("Are the large print books any good?", actor=editor)

    assert [group.claim for group in found.groups] == [None]
    assert found.groups[0].as_query == "node=FBK-3"


def test_the_words_of_a_claim_bring_its_evidence(editor, corpus):
    found = ask("Do people leave when a wait is unknown?", actor=editor)

    assert found.groups[0].claim.title == CLAIM
    assert found.groups[0].quotes


def test_nothing_near_enough_is_no_answer(editor, corpus):
    found = ask("What is the capital of France?", actor=editor)

    assert not found.answered
    assert not found.quotes
    assert 0 < len(found.fell_short) <= 3
    assert found.nearest < found.threshold
    assert found.searched == 3


def test_what_was_set_aside_does_not_answer(editor, corpus):
    dismiss_feedback([corpus[2]], actor=editor)
    fill(editor.workspace)

    assert not ask("Are the large print books any good?", actor=editor).answered


def test_filters_leave_evidence_out(editor, corpus):
    other = Product.objects.create(workspace=editor.workspace, slug="desk", name="Desk")

    assert not ask(ASKED, actor=editor, filters=Filters(source="Nowhere")).answered
    assert not ask(ASKED, actor=editor, filters=Filters(product=other)).answered
    assert not ask(ASKED, actor=editor, filters=Filters(segment=("branch", "ALD"))).answered
    assert not ask(ASKED, actor=editor, filters=Filters(strength="strong")).answered
    assert ask(ASKED, actor=editor, filters=Filters(days=90)).answered


def test_another_workspace_answers_nothing(corpus):
    assert not ask(ASKED, actor=make_member("editor")).answered


def test_suggested_questions_are_claims_with_an_answer(editor, corpus):
    ((asked, words),) = suggestions("lists", actor=editor, product=None)

    assert words == f"What do we know about “{CLAIM}”?"
    assert ask(asked, actor=editor).answered


def test_search_finds_words_first_then_meaning(editor, corpus):
    assert search("large print", actor=editor)[0].node.reference == "FBK-3"
    assert search("books in big letters", actor=editor, kinds=["feedback"])[0].node.reference == "FBK-3"
    assert search("zebra", actor=editor) == []


def test_search_looks_for_meaning_only_where_words_leave_room(editor, corpus):
    assert [hit.node.reference for hit in search("large print", actor=editor, limit=1)] == ["FBK-3"]
    found = [hit.node.reference for hit in search("hold", actor=editor)]
    assert set(found[:2]) == {"FBK-1", "FBK-2"}


def test_a_question_and_a_search_ask_a_fixed_number_of_queries(editor, corpus, django_assert_num_queries):
    with django_assert_num_queries(10):
        ask(ASKED, actor=editor)
    with django_assert_num_queries(6):
        search("large print", actor=editor, kinds=["feedback"])
    with django_assert_num_queries(4):  # what holds the words fills the page, so meaning is not asked
        search("large print", actor=editor, limit=1)


def test_the_page_answers_and_does_not_answer(editor, corpus):
    browser = Browser(editor)

    answered, refused = browser.text("/ask", q=ASKED), browser.text("/ask", q="What is the capital of France?")

    assert "1 claim answers this, with 2 quotes" in answered
    assert "Disagrees" in answered
    assert "No evidence found" in refused
    assert "Import a file" in refused


def test_the_page_before_a_question_and_with_odd_filters(editor, corpus):
    browser = Browser(editor)

    assert "A question in plain words" in browser.text("/ask")
    assert "No evidence found" in browser.text("/ask", q=ASKED, days="x", strength="none", segment="a: b", source="Z")


def test_the_page_says_what_is_missing(editor, monkeypatch):
    def missing():
        raise NoEmbedder("The model is not installed.")

    monkeypatch.setattr(retrieval, "embedder", missing)

    assert "The model is not installed." in Browser(editor).text("/ask", q=ASKED)
    _, secret = make_access_token(name="Tests", scope="read", days=1, actor=editor)
    answer = Client().get("/api/v1/ask", {"q": ASKED}, headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "The model is not installed.")


def test_the_api_answers_alike(editor, corpus):
    cache.clear()
    _, secret = make_access_token(name="Tests", scope="read", days=1, actor=editor)
    headers = {"Authorization": f"Bearer {secret}"}

    answered = Client().get("/api/v1/ask", {"q": ASKED, "product": "borrow"}, headers=headers).json()
    found = Client().get("/api/v1/search", {"q": "large print"}, headers=headers).json()

    assert answered["answered"]
    assert answered["quotes"][0]["ref"] == "FBK-1"
    assert answered["quotes"][0]["claims"] == [{"ref": "INS-1", "relation": "supports", "strength": "anecdotal"}]
    assert found["data"][0]["ref"] == "FBK-3"
    assert 0 < found["data"][0]["score"] <= 1


def test_the_command_line_answers_alike(editor, capsys):
    add_feedback(text=HOLD, product=product_of(editor), actor=editor)
    slug = editor.workspace.slug

    for given in (["ask", ASKED], ["ask", "What is the capital of France?"], ["search", "hold"]):
        as_json.set(True)
        assert main.run([*given, "--workspace", slug, "--product", "borrow", "--json"]) == 0
    answered, refused, found = map(json.loads, capsys.readouterr().out.splitlines())

    assert answered["answered"]
    assert answered["quotes"][0]["ref"] == "FBK-1"
    assert set(answered["quotes"][0]) >= {"ref", "source_id", "score", "text", "date", "source"}
    assert not refused["answered"]
    assert refused["quotes"] == []
    assert found["results"][0]["ref"] == "FBK-1"
    as_json.set(False)


def test_questions_with_an_answer_are_suggested_to_programs_too(editor, corpus, capsys):
    cache.clear()
    _, secret = make_access_token(name="Tests", scope="read", days=1, actor=editor)
    headers = {"Authorization": f"Bearer {secret}"}
    scope = ["--workspace", editor.workspace.slug, "--product", "borrow"]
    wanted = [{"question": CLAIM, "words": f"What do we know about “{CLAIM}”?"}]

    assert Client().get("/api/v1/ask/suggestions", {"product": "borrow"}, headers=headers).json()["data"] == wanted
    as_json.set(True)
    assert main.run(["ask", "--suggest", *scope, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suggestions"] == wanted
    as_json.set(False)
    assert main.run(["ask", "waiting", "--suggest", *scope]) == 0
    assert capsys.readouterr().out == f"What do we know about “{CLAIM}”?\n"
    assert main.run(["ask", *scope]) == 2
    assert "--suggest" in capsys.readouterr().err


def test_without_claims_the_suggestions_say_so(editor, capsys):
    assert main.run(["ask", "--suggest", "--workspace", editor.workspace.slug]) == 0
    assert "No claim is published yet" in capsys.readouterr().out


def test_what_other_programs_agreed_on_holds_exactly(editor, capsys):
    cache.clear()
    said = {"product": product_of(editor), "actor": editor}
    for number, text in enumerate([HOLD, TOLD, PRINT, *(f"{HOLD}, {n}" for n in range(12))]):
        add_feedback(text=text, source_id=f"ext-{number}", **said)
    slug, product = editor.workspace.slug, ["--product", "Borrow"]

    def told(*given):
        as_json.set("--json" in given)
        assert main.run([*given, "--workspace", slug, *product]) == 0
        return capsys.readouterr().out

    answered = json.loads(told("ask", ASKED, "--json"))
    assert answered["answered"] is True
    assert {"ref": "FBK-1", "source_id": "ext-0"}.items() <= answered["quotes"][0].items()
    assert isinstance(answered["quotes"][0]["score"], float)
    found = json.loads(told("search", "large print", "--json"))["results"]
    assert {"ref": "FBK-3", "source_id": "ext-2"}.items() <= found[0].items()

    ran = json.loads(told("themes", "run", "--json"))
    listed = json.loads(told("themes", "list", "--json"))["themes"]
    assert ran["themes"] == len(listed) > 0
    assert {"ref", "name", "size", "quotes"} <= set(listed[0])
    header, first, *_ = told("themes", "export").splitlines()
    assert header.lstrip("\ufeff") == "source_id,theme_ref,theme_name,similarity"
    assert first.startswith("ext-")
    placed = json.loads(told("themes", "export", "--json"))["rows"]
    assert list(placed[0]) == ["source_id", "theme_ref", "theme_name", "similarity"]

    as_json.set(False)
    _, secret = make_access_token(name="Tests", scope="read", days=1, actor=editor)
    headers = {"Authorization": f"Bearer {secret}"}

    def api(path, **query):
        return Client().get(f"/api/v1{path}", {"product": "borrow", **query}, headers=headers).json()

    assert {key: api("/ask", q=ASKED)["quotes"][0][key] for key in ("ref", "source_id")} == {
        "ref": "FBK-1",
        "source_id": "ext-0",
    }
    assert api("/search", q="large print")["data"][0].items() >= {"ref": "FBK-3", "source_id": "ext-2"}.items()
    file = Client().get("/api/v1/themes/places", {"product": "borrow"}, headers=headers).content.decode()
    assert file == told("themes", "export")
    assert {one["reference"] for one in api("/themes")["data"]} == {one["ref"] for one in listed}


def test_the_command_line_knows_its_products(editor, capsys):
    assert main.run(["ask", ASKED, "--workspace", editor.workspace.slug, "--product", "Nothing"]) == 2
    assert "Known here: Borrow" in capsys.readouterr().err
