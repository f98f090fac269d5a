from datetime import timedelta

import pytest
from django.utils import timezone

from allied.domains.pages import queries
from allied.domains.pages.actions import edit_page, put_back, said, write_page
from allied.domains.pages.models import Version
from allied.kernel.activity.editions import edition
from allied.kernel.activity.history import history
from allied.kernel.activity.rewordings import ONE_SITTING
from allied.kernel.disposal.actions import make_private
from allied.kernel.errors import BadInput, Conflict, Denied, NotVisible
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.catalogue import Role
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.offers import Evidence, offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def page(member):
    return write_page(title="What we learned", text="Waits are long.", actor=member)


class Visit:
    """A member's browser inside the workspace."""

    def __init__(self, client, member):
        client.force_login(member.user)
        self.client, self.root = client, f"/w/{member.workspace.slug}/pages"

    def get(self, path=""):
        return self.client.get(self.root + path)

    def post(self, path, fields, **headers):
        return self.client.post(self.root + path, fields, headers=headers)


def concerned(page):
    return set(Link.objects.filter(source=page.pk, relation="concerns").values_list("target__title", flat=True))


def make_insight(member, title="People leave"):
    return create("insight", title=title, actor=member)


def a_sitting_later(page):
    Version.objects.filter(page=page).update(began_at=timezone.now() - ONE_SITTING - timedelta(seconds=1))


def test_a_page_is_found_by_its_words_and_told_of(member, page):
    assert page.node.reference == "PAG-1"
    assert find(actor=member, text="waits long").nodes == [page.node]
    assert [event.words for event in history(page.node, actor=member)] == ["began this page"]


def test_it_concerns_what_its_text_refers_to_and_no_more(member, page):
    for title in ("One", "Two"):
        make_insight(member, title)

    edit_page(page, title=page.title, text="#INS-1 and #INS-2, #INS-99, #PAG-1", actor=member)
    assert concerned(page) == {"One", "Two"}

    edit_page(page, title=page.title, text="Only #INS-2", actor=member)
    assert concerned(page) == {"Two"}


def test_a_private_draft_stays_out_of_the_thread(member, page):
    make_private(make_insight(member, "Mine alone"), [], actor=member)

    edit_page(page, title=page.title, text="About #INS-1", actor=member)

    assert concerned(page) == set()


def test_saves_of_one_sitting_are_one_version(member, page):
    for text in ("a", "b", "c"):
        edit_page(page, title=page.title, text=text, actor=member)
    assert [one.number for one in queries.versions(page)] == [1]

    a_sitting_later(page)
    edit_page(page, title=page.title, text="d", actor=member)
    edit_page(page, title=page.title, text="e", actor=make_member(like=member))

    assert [(one.number, queries.version(page, one.number).text) for one in queries.versions(page)] == [
        (3, "e"),
        (2, "d"),
        (1, "c"),
    ]


def test_an_earlier_version_is_put_back_and_nothing_is_lost(member, page):
    a_sitting_later(page)
    edit_page(page, title="New title", text="Something else", actor=member)

    put_back(queries.version(page, 1), actor=member)

    page = queries.page_by_reference("PAG-1", actor=member)
    assert (page.title, page.text) == ("What we learned", "Waits are long.")
    assert [one.number for one in queries.versions(page)] == [3, 2, 1]
    assert "put version 1 back" in [event.words for event in history(page.node, actor=member)]


def test_who_saves_second_is_told(member, page):
    seen = edition(said(page))
    edit_page(page, title=page.title, text="Hers", actor=make_member(like=member, name="Priya"), seen=seen)

    with pytest.raises(Conflict, match="Priya"):
        edit_page(page, title=page.title, text="Mine", actor=member, seen=seen)

    assert queries.page_by_reference("PAG-1", actor=member).text == "Hers"


def test_who_may(member, page):
    with pytest.raises(Denied):
        write_page(title="No", actor=make_member(Role.READER, like=member))
    with pytest.raises(NotVisible):
        edit_page(page, title="No", text="", actor=make_member())
    with pytest.raises(NotVisible):
        put_back(queries.version(page, 1), actor=make_member())
    with pytest.raises(NotVisible):
        write_page(title="No", actor=member, product=product_of(make_member()))
    with pytest.raises(BadInput):
        write_page(title=" ", actor=member)


def test_an_object_alone_unfolds_as_it_is_now(client, member, page):
    insight = make_insight(member, "People leave when the wait is unknown")
    edit_page(page, title=page.title, text="We hold #INS-1 to be true:\n\n#INS-1", actor=member)
    visit = Visit(client, member)

    before = visit.get("/PAG-1").text
    assert 'title="People leave when the wait is unknown">INS-1</a>' in before
    assert 'class="embed"' in before
    assert "Assumption: no first-hand evidence for it." in before

    for number in range(3):
        comment = create("feedback", title="I left", actor=member)
        offer(comment, [Evidence("interview", timezone.localdate(), person=f"p{number}")])
        link(comment, "supports", insight, actor=member)
    assert "Emerging: 3 people" in visit.get("/PAG-1").text

    enter_state(insight, "retired")
    assert "<s>People leave when the wait is unknown</s>" in visit.get("/PAG-1").text


def test_headings_begin_right_below_the_title(client, member, page):
    edit_page(page, title=page.title, text="### Why\n\n#### How", actor=member)

    told = Visit(client, member).get("/PAG-1").text

    assert "<h2>Why</h2>" in told
    assert "<h3>How</h3>" in told


def test_the_pages_of_pages(client, member, page):
    visit = Visit(client, member)

    assert "What we learned" in visit.get("").text
    assert "Nothing is written" not in visit.get("/PAG-1").text
    made = visit.post("/new", {"title": "Plan", "text": "Ask six people", "product": ""})
    assert made.headers["Location"].endswith("/pages/PAG-2")
    assert visit.post("/new", {"title": "", "text": "Kept"}).status_code == 422
    assert "Version 1, as it is now" in visit.get("/PAG-2/versions").text
    assert "Ask six people" in visit.get("/PAG-2/versions/1").text
    assert visit.get("/PAG-2/versions/9").status_code == 404
    assert 'class="embed"' in visit.post("/preview", {"text": "#PAG-1"}).text


def test_a_version_tells_what_it_changed_and_goes_back_by_a_button(client, member, page):
    a_sitting_later(page)
    edit_page(page, title="Other", text="Waits are <unknown>.", actor=member)
    visit = Visit(client, member)

    told = visit.get("/PAG-1/versions/2").text
    assert "Waits are <del>long</del>." in told
    assert "Waits are <ins>&lt;unknown&gt;</ins>." in told
    assert "<del>What we learned</del>" in told

    visit.post("/PAG-1/versions/1/return", {})
    assert queries.page_by_reference("PAG-1", actor=member).text == "Waits are long."


def test_autosave_goes_on_from_its_own_edition_and_stops_at_a_conflict(client, member, page):
    visit, seen = Visit(client, member), edition(said(page))
    fields = {"title": "What we learned", "product": ""}

    first = visit.post("/PAG-1/edit", {**fields, "text": "One", "seen": seen}, **{"X-Autosave": "true"})
    second = visit.post(
        "/PAG-1/edit", {**fields, "text": "Two", "seen": first.headers["X-Seen"]}, **{"X-Autosave": "true"}
    )
    assert (first.status_code, second.status_code) == (204, 204)

    edit_page(page, title=page.title, text="Theirs stands", actor=make_member(like=member, name="Priya Raman"))
    third = visit.post("/PAG-1/edit", {**fields, "text": "Mine goes", "seen": second.headers["X-Seen"]})
    assert third.status_code == 409
    assert "Priya Raman changed this after you opened it" in third.text
    assert "<del>Theirs</del> <del>stands</del>" in third.text or "<del>Theirs stands</del>" in third.text
    assert "Mine goes" in third.text
    assert queries.page_by_reference("PAG-1", actor=member).text == "Theirs stands"


def test_reading_costs_the_same_however_much_stands_inside(client, member, page, django_assert_max_num_queries):
    for number in range(12):
        make_insight(member, f"Claim {number}")
    text = "\n\n".join(f"#INS-{number}" for number in range(1, 13))
    edit_page(page, title=page.title, text=text, actor=member)
    visit = Visit(client, member)
    visit.get("/PAG-1")

    with django_assert_max_num_queries(25):
        assert visit.get("/PAG-1").text.count('class="embed"') == 12
