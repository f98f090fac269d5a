import re
from datetime import date

import pytest
from django.urls import reverse

from allied.domains.discovery.models import Assumption, Experiment, Opportunity, Outcome, Solution
from allied.domains.discovery.trees import actions, queries
from allied.domains.discovery.trees.actions import add_branch, grow
from allied.domains.discovery.trees.experiments import Finding, record_result
from allied.domains.discovery.trees.sizes import Size, size_opportunity
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def outcome(member):
    outcome = add_branch(Outcome, title="More holds are collected", details={"goal": "68%"}, actor=member)
    need = grow(Opportunity, outcome, title="Help me plan around a wait", actor=member)
    solution = grow(Solution, need, title="A range of days on every hold", actor=member)
    grow(Assumption, solution, title="A range is enough to plan", actor=member)
    return outcome


def address(name, member, **kwargs):
    return reverse(f"discovery:{name}", kwargs={"workspace": member.workspace.slug, **kwargs})


def page(browser, name, member, status=200, query="", **kwargs):
    response = browser.get(address(name, member, **kwargs) + query)
    assert response.status_code == status
    return response.content.decode()


def line(browser, name, member, reference, **given):
    """What the outline sends and gets."""
    place = address(name, member, reference=reference) + "?tree=OUT-1&at=OUT-1"
    return browser.post(place, given, headers=HTMX)


def titles(member):
    found = queries.tree(queries.grown_by_reference("OUT-1", actor=member), actor=member)
    return [one.node.title for one in found.all]


def test_an_empty_list_teaches_and_a_full_one_leads_to_the_tree(browser, member):
    assert "One tree for each outcome" in page(browser, "outcomes", member)

    sent = {"title": "More holds", "measure": "Holds", "baseline": "61%", "goal": "68%", "due_on": "2027-03-31"}
    made = browser.post(address("tree-new", member, sort="outcome"), {**sent, "product": ""}, follow=True)

    assert "OUT-1 is added." in made.content.decode()
    assert "61% to 68%" in page(browser, "outcomes", member)


def test_the_tree_says_kinds_strengths_and_gaps_in_words_and_draws_the_same(browser, member, outcome):
    shown = page(browser, "outcome", member, reference="OUT-1")

    for words in ("Help me plan around a wait", "no evidence linked</a>", "no test planned</a>", "to 68%"):
        assert words in shown
    outline, drawing = (
        set(re.findall(pattern, shown)) for pattern in (r'<li id="([A-Z]+-1)"', r'data-at="([A-Z]+-1)"><title')
    )
    assert outline == drawing == {"OUT-1", "OPP-1", "SOL-1", "ASM-1"}


def test_a_search_of_the_tree_says_how_many_lines_fit(browser, member, outcome):
    shown = page(browser, "outcome", member, reference="OUT-1", query="?q=range")

    assert "2 lines of 4 fit “range”" in shown
    assert "<mark>A range of days on every hold</mark>" in shown


def test_one_branch_is_shown_alone(browser, member, outcome):
    shown = page(browser, "outcome", member, reference="OUT-1", query="?at=SOL-1")

    assert "Whole tree" in shown
    assert '<li id="OPP-1"' not in shown


def test_the_outline_adds_renames_and_moves_and_answers_with_the_tree(browser, member, outcome):
    added = line(browser, "tree-growth", member, "OPP-1", title="A letter", sort="solution", after="SOL-1")
    assert 'data-fresh="SOL-2"' in added.content.decode()

    line(browser, "tree-title", member, "SOL-2", title="A postcard", was="A letter")
    moved = line(browser, "tree-place", member, "SOL-2", other="OPP-1", stood="OPP-1", after="")

    assert 'data-fresh="SOL-2"' in moved.content.decode()
    assert titles(member)[2] == "A postcard"


def test_two_people_do_not_overwrite_each_other(browser, member, outcome):
    solution = queries.grown_by_reference("SOL-1", actor=member)
    actions.rename_branch(solution, "Days", was=solution.node.title, actor=make_member(like=member, name="Bea"))

    answer = line(browser, "tree-title", member, "SOL-1", title="Weeks", was="A range of days on every hold")

    assert answer.status_code == 409
    assert "Bea changed this after you opened it" in answer.content.decode()
    assert "Days" in titles(member)
    line(browser, "tree-place", member, "SOL-1", other="OPP-1", stood="OPP-9")
    assert Link.objects.filter(source=solution.node).count() == 1


@pytest.mark.parametrize(
    ("name", "reference", "given", "status", "words"),
    [
        ("tree-title", "SOL-1", {"title": "", "was": "x"}, 422, "Write a title"),
        ("tree-growth", "SOL-1", {"title": "x", "sort": "solution"}, 409, "cannot stand under"),
        ("tree-growth", "SOL-1", {"title": "x", "sort": "magic"}, 404, "No"),
        ("tree-place", "OPP-1", {"other": "SOL-1"}, 409, "cannot stand under"),
        ("tree-title", "INS-1", {"title": "x", "was": "x"}, 404, "No"),
    ],
)
def test_what_the_outline_sends_wrongly_is_refused_in_words(
    browser, member, outcome, name, reference, given, status, words
):
    before = titles(member)

    answer = line(browser, name, member, reference, **given)

    assert answer.status_code == status
    assert words.casefold() in answer.content.decode().casefold()
    assert titles(member) == before


def test_a_record_is_edited_moved_retired_and_reopened_without_script(browser, member, outcome):
    form = {"title": "A range is enough", "risk": "desirable", "importance": "high", "test": "Ask five", "product": ""}
    seen = re.search(r'name="seen" value="([^"]+)"', page(browser, "tree-edit", member, reference="ASM-1"))[1]
    form |= {"test_on": "2027-01-15", "description": "", "seen": seen}
    edited = browser.post(address("tree-edit", member, reference="ASM-1"), form, follow=True).content.decode()
    assert "High: without it the solution fails" in edited
    assert "changed the title" in edited

    ended = browser.post(address("tree-retirement", member, reference="ASM-1"), {"reason": "Known."}, follow=True)
    assert "Known." in ended.content.decode()
    assert "A range is enough" not in titles(member)
    browser.post(address("tree-reopening", member, reference="ASM-1"))
    assert "A range is enough" in titles(member)
    assert "Move ASM-1 to…" in page(browser, "tree-place", member, reference="ASM-1")
    assert "What must be true" in page(browser, "solution", member, reference="SOL-1")


def test_an_edit_is_taken_back(browser, member, outcome):
    line(browser, "tree-title", member, "OUT-1", title="Fewer holds lapse", was="More holds are collected")
    place = re.search(r'action="([^"]*/acts/\d+/undo)"', page(browser, "outcome", member, reference="OUT-1"))
    assert place is None  # the toast was on the answer

    told = line(browser, "tree-title", member, "OUT-1", title="Holds", was="Fewer holds lapse").content.decode()
    browser.post(re.search(r'action="([^"]*/acts/\d+/undo)"', told)[1])

    assert titles(member)[0] == "Fewer holds lapse"


def test_a_reader_sees_the_tree_and_no_buttons_that_write(client, member, outcome):
    client.force_login(make_member(Role.READER, like=member).user)

    shown = page(client, "outcome", member, reference="OUT-1").partition("<main")[2]

    assert "A range is enough to plan" in shown
    for words in ("data-act=", "Add an opportunity", "Retire"):
        assert words not in shown
    assert client.post(address("tree-title", member, reference="SOL-1"), {"title": "x"}).status_code == 403


def test_the_page_takes_as_many_queries_for_a_large_tree_and_stays_small(browser, member, outcome):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    page(browser, "outcome", member, reference="OUT-1")
    with CaptureQueriesContext(connection) as few:
        page(browser, "outcome", member, reference="OUT-1")
    need = queries.grown_by_reference("OPP-1", actor=member)
    for number in range(60):
        grow(Solution, need, title=f"Way {number} with words enough to fill a line of the outline", actor=member)
    page(browser, "outcome", member, reference="OUT-1")  # what waits is counted anew after so many acts
    with CaptureQueriesContext(connection) as many:
        shown = page(browser, "outcome", member, reference="OUT-1")

    assert len(many) <= len(few)
    assert len(shown) < 150_000


TEXT = """Help me plan around a wait
    An arrival range
        A range is enough
Reach me when notices go to spam
    - Solution: A letter
    - Opportunity: Know that one was written to
"""


def test_a_text_is_shown_first_then_planted_and_taken_back_whole(browser, member, outcome):
    place = address("outcome-planting", member, reference="OUT-1")
    before = titles(member)

    preview = browser.post(place, {"text": TEXT}).content.decode()
    assert "What would be added" in preview
    assert titles(member) == before

    planted = browser.post(place, {"text": TEXT, "add": "yes"}, follow=True).content.decode()
    assert "6 lines are added under OUT-1." in planted
    assert titles(member)[4:] == [
        "Help me plan around a wait",
        "An arrival range",
        "A range is enough",
        "Reach me when notices go to spam",
        "Know that one was written to",
        "A letter",
    ]
    browser.post(re.search(r'action="([^"]*/acts/\d+/undo)"', planted)[1])
    assert titles(member) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write one line"),
        ("Solution: A letter", "Line 1 cannot stand under outcome"),
        ("a\n b\n  c\n   d\n    e", "Line 5 cannot stand under experiment"),
        ("x" * 301, "Line 1 needs a title"),
        ("level,kind,title\nhigh,opportunity,A", "Row 1 needs a level"),
        ("\n".join("abc" for _ in range(101)), "100 fit at once"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_by_its_line(browser, member, outcome, text, words):
    answer = browser.post(address("outcome-planting", member, reference="OUT-1"), {"text": text, "add": "yes"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert len(titles(member)) == 4


def test_a_tree_is_taken_along_as_outline_table_and_drawing_and_planted_again(browser, member, outcome):
    def file(form):
        answer = browser.get(address("outcome-export", member, reference="OUT-1", form=form))
        assert f'filename="OUT-1.{form}"' in answer.headers["Content-Disposition"]
        return b"".join(answer).decode("utf-8-sig")

    assert "  - Solution: A range of days on every hold (SOL-1)" in file("md")
    assert "Assumption, n 0" in file("md")
    assert 'xmlns="http://www.w3.org/2000/svg"' in file("svg")
    table = file("csv")
    assert "ASM-1,assumption,A range is enough to plan,SOL-1,3" in table
    other = add_branch(Outcome, title="Another", actor=member)
    assert [one.node.title for one in actions.plant(other, table, actor=member)] == titles(member)[1:]
    assert browser.get(address("outcome-export", member, reference="OUT-1", form="exe")).status_code == 404


def test_a_target_is_named_and_taken_back(browser, member, outcome):
    told = browser.post(address("outcome-focus", member, reference="OUT-1"), {"on": "OPP-1"}, follow=True)
    shown = told.content.decode()

    assert "OPP-1 is the target." in shown
    assert "ost__row--focus" in shown
    browser.post(re.search(r'action="([^"]*/acts/\d+/undo)"', shown)[1])
    assert Outcome.objects.get().focus is None


def test_a_test_is_planned_run_and_its_result_recorded_without_script(browser, member, outcome):
    belief = queries.grown_by_reference("ASM-1", actor=member)
    words = {**actions.said(belief), "test": "Nine people choose a day", "test_on": "2027-01-15"}
    kept = {name: words[name] for name in ("risk", "importance", "test", "test_on")}
    actions.edit_branch(belief, title=belief.node.title, details=kept, product=belief.node.product, actor=member)
    planning = page(browser, "tree-new", member, sort="experiment", query="?under=ASM-1")
    assert "Nine people choose a day</textarea>" in planning

    sent = {"title": "Nine people choose a day", "method": "usability_test", "expects": "Seven of nine", "product": ""}
    place = address("tree-new", member, sort="experiment") + "?under=ASM-1"
    browser.post(place, {**sent, "due_on": "2027-01-15"})
    started = browser.post(address("tree-running", member, reference="EXP-1"), follow=True).content.decode()
    assert "EXP-1 runs." in started

    opened = page(browser, "tree-result", member, reference="EXP-1")
    assert "What we would see if that holds: Seven of nine" in opened
    seen = re.search(r'name="seen" value="([^"]+)"', opened)[1]
    found = {"result": "supports", "n": "9", "bore_out": "7", "found_on": "2026-03-02", "counts": "on", "seen": seen}
    told = browser.post(address("tree-result", member, reference="EXP-1"), found, follow=True).content.decode()
    for words in ("The result of EXP-1 is recorded.", "Supports it, 7 of 9", "It stands as evidence for"):
        assert words in told
    assert "Supports it, 7 of 9 (78%, 95% range 44% to 95%)" in page(browser, "outcome", member, reference="OUT-1")

    browser.post(re.search(r'action="([^"]*/acts/\d+/undo)"', told)[1])
    assert "No result yet" in page(browser, "experiment", member, reference="EXP-1")


def test_a_result_that_makes_no_sense_keeps_what_was_written(browser, member, outcome):
    grow(Experiment, queries.grown_by_reference("ASM-1", actor=member), title="Ask nine", actor=member)
    sent = {"result": "supports", "n": "9", "bore_out": "12", "found_on": "2026-03-02", "learned": "They came."}

    answer = browser.post(address("tree-result", member, reference="EXP-1"), sent)

    assert answer.status_code in (409, 422)
    assert "They came." in answer.content.decode()


def test_stopping_and_taking_a_result_back_are_taken_back(browser, member, outcome):
    trial = grow(Experiment, queries.grown_by_reference("ASM-1", actor=member), title="Ask nine", actor=member)

    def undone(name):
        told = browser.post(address(name, member, reference="EXP-1"), follow=True).content.decode()
        browser.post(re.findall(r'action="([^"]*/acts/\d+/undo)"', told)[-1])
        trial.node.refresh_from_db()
        return trial.node.state

    assert undone("tree-running") == "planned"
    browser.post(address("tree-running", member, reference="EXP-1"))
    assert undone("tree-running-removal") == "running"
    trial.refresh_from_db()
    record_result(trial, Finding("supports", 9, date(2026, 3, 2), 7), actor=member)
    assert undone("tree-result-removal") == "done"
    assert "7 of 9" in page(browser, "experiment", member, reference="EXP-1")


def test_a_size_is_said_in_the_tree_and_taken_back(browser, member, outcome):
    opened = page(browser, "tree-size", member, reference="OPP-1")
    seen = re.search(r'name="seen" value="([^"]+)"', opened)[1]
    sent = {"people_low": "1310", "people": "1480", "people_high": "1650", "period": "month", "seen": seen}

    told = browser.post(address("tree-size", member, reference="OPP-1"), sent, follow=True).content.decode()
    assert "people a month" in page(browser, "outcome", member, reference="OUT-1")
    browser.post(re.search(r'action="([^"]*/acts/\d+/undo)"', told)[1])

    assert "people a month" not in page(browser, "outcome", member, reference="OUT-1")
    assert browser.post(address("tree-size", member, reference="OPP-1"), {"people": "5"}).status_code in (409, 422)


@pytest.mark.parametrize(
    ("gap", "leads_to"),
    [
        ("ASM-1: no test planned", "tree/new/experiment?under=ASM-1"),
        ("OPP-1: no evidence linked", "links/new?node=OPP-1&amp;as=supports:in"),
        ("OPP-1: no other solution considered", "tree/new/solution?under=OPP-1"),
    ],
)
def test_each_gap_has_the_act_that_fills_it(browser, member, outcome, gap, leads_to):
    shown = page(browser, "outcome", member, reference="OUT-1").partition('id="gaps"')[2]

    (line,) = [line for line in shown.split("</li>") if gap in line]
    assert leads_to in line
    assert browser.get(re.search(r'<a class="btn[^>]*href="([^"]+)"', line)[1].replace("&amp;", "&")).status_code == 200


def test_a_late_test_is_a_gap_that_records_its_result(browser, member, outcome):
    belief = queries.grown_by_reference("ASM-1", actor=member)
    late = add_branch(Experiment, title="Ask nine", details={"due_on": "2026-01-05"}, actor=member)
    actions.place_under(late, belief, actor=member)

    shown = page(browser, "outcome", member, reference="OUT-1")

    assert "EXP-1: its result is due" in shown
    assert "Record the result: EXP-1" in shown


def test_siblings_are_compared_by_evidence_size_and_score_and_one_is_made_the_target(browser, member, outcome):
    root = queries.grown_by_reference("OUT-1", actor=member)
    other = grow(Opportunity, root, title="Tell me which shelf it is on", actor=member)
    size_opportunity(other, Size(480, 620, 770, "month", 96, 69, 56), actor=member)

    shown = page(browser, "outcome", member, reference="OUT-1").partition('id="compare"')[2]

    assert "Compare the 2 opportunities under OUT-1" in shown
    for words in ("620 people a month (480 to 770)", "<b>8.5</b> (6.7 to 10.3)", "n 96", "Nobody asked yet"):
        assert words in shown
    browser.post(address("outcome-focus", member, reference="OUT-1"), {"on": "OPP-2"})
    assert "We work on one target" in page(browser, "outcome", member, reference="OUT-1")


def test_one_opportunity_alone_is_not_compared_and_deeper_ones_are_on_demand(browser, member, outcome):
    assert 'id="compare"' not in page(browser, "outcome", member, reference="OUT-1")
    root, need = (queries.grown_by_reference(name, actor=member) for name in ("OUT-1", "OPP-1"))
    grow(Opportunity, root, title="Tell me which shelf it is on", actor=member)
    for title in ("Know the day", "Know the hour"):
        grow(Opportunity, need, title=title, actor=member)

    deeper = page(browser, "outcome", member, reference="OUT-1", query="?compare=OPP-1")

    assert "under OPP-1</h2>" in deeper
    assert 'href="?compare=OUT-1#compare"' in deeper
