"""Help for every page, the glossary, and the record of the accessibility tests."""

import pytest
from django.test import Client

from allied.kernel.testing import make_member
from allied.site.help import accessibility
from allied.web import help as texts
from allied.web import navigation
from tests.end_to_end.places import IN_DEMO
from tests.end_to_end.recording import known


@pytest.mark.parametrize("page", texts._help)
def test_each_text_is_short_and_names_words_of_the_glossary(page):
    found = texts.help_for(page)

    assert 3 <= len(found.sentences) <= 5
    assert len(found.words) == len(found.terms)
    assert sum(map(len, found.sentences)) < 600


@pytest.mark.parametrize(
    "place", ["home", "insights:list", "discovery:list", "roadmap:list", "feedback:list", "thread:start"]
)
def test_the_places_of_the_sidebar_have_help_of_their_own(place):
    assert place in navigation._entries
    assert texts.help_for(place) is not texts.ANYWHERE


def test_a_text_of_one_sentence_or_one_that_leads_nowhere_is_refused():
    with pytest.raises(ValueError, match="three to five"):
        texts.register("dance", "One.")
    with pytest.raises(ValueError, match="without saying where"):
        texts.register("dance", "One.", "Two.", "Three.", more="help")


@pytest.mark.django_db
def test_a_page_brings_its_help_and_the_glossary_every_term():
    me = make_member()
    client = Client()
    client.force_login(me.user)
    place = f"/w/{me.workspace.slug}"

    page = client.get(f"{place}/insights").content.decode()
    assert "An insight is a claim that holds across what several people said or did." in page
    assert "How well a claim rests on evidence" in page

    glossary = client.get(f"{place}/help/glossary").content.decode()
    main = glossary.partition("<main")[2].partition("</main")[0]
    assert main.count("<dt>") == len(texts.glossary()) > 40


def test_the_record_of_the_accessibility_tests_is_fresh():
    record = accessibility.record()

    assert record is not None
    assert record.faults == 0
    again = "Run tests/end_to_end/test_every_page.py with ALLIED_RECORD=missing."
    assert set(record.pages) == set(IN_DEMO), again
    assert known() == record.pages, again
