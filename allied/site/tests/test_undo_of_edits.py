"""Whatever a form changed goes back by one undo, unless somebody changed it since."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allied.domains.decisions.charter.actions import draft_charter, write_right
from allied.domains.decisions.charter.queries import charters
from allied.domains.decisions.charter.starters import TWO_LEADS
from allied.domains.decisions.charter.undo import standing
from allied.domains.decisions.models import Decision
from allied.domains.decisions.tests import builders as decisions
from allied.domains.pages import actions as pages
from allied.domains.pages.models import Page
from allied.domains.prioritization import actions as rounds
from allied.domains.prioritization.models import Round
from allied.domains.prioritization.planning import planned
from allied.domains.prioritization.tests import builders as prioritization
from allied.domains.themes import actions as themes
from allied.domains.themes.models import Place, State, Theme
from allied.domains.themes.tests.builders import add_comments, sorted_themes
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.testing import make_member
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def place(name, member, **more):
    return reverse(name, kwargs={"workspace": member.workspace.slug, **more})


def send(member, name, words, **more):
    """What a person sends who opened the form a moment ago."""
    there, page = place(name, member, **more), window(member)
    answer = page.post(there, opened(page, there) | words)
    assert answer.status_code == 302, answer.content


def undo(member):
    answer = window(member).post(to_undo(actor=member)[0].undo_url, follow=True)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def refused(member):
    """What the undo says that no longer fits."""
    answer = window(member).post(to_undo(actor=member)[0].undo_url)
    assert answer.status_code == 409
    return answer.content.decode()


def a_theme(member):
    add_comments(member)
    return sorted_themes(member, granularity=0.0).findings.order_by("pk").first().theme


def test_the_name_of_a_theme_goes_back_to_whoever_gave_it(imani):
    theme = a_theme(imani)
    before = theme.name
    send(imani, "themes:rename", {"name": "Money back"}, reference=theme.node.reference)

    said = undo(imani)

    theme = Theme.objects.select_related("node").get(pk=theme.pk)
    assert (theme.name, theme.named_by) == (before, None)
    assert "again" in said


def test_the_name_of_a_theme_that_somebody_changed_since_stays(imani):
    theme = a_theme(imani)
    send(imani, "themes:rename", {"name": "Money back"}, reference=theme.node.reference)
    themes.rename_theme(theme, "Refunds", actor=make_member(Role.EDITOR, like=imani))

    refused(imani)

    assert Theme.objects.select_related("node").get(pk=theme.pk).name == "Refunds"


def test_a_split_theme_is_one_again(imani):
    theme = a_theme(imani)
    items = set(Place.objects.filter(theme=theme).values_list("item", flat=True))
    window(imani).post(place("themes:split", imani, reference=theme.node.reference))
    assert set(Place.objects.filter(theme=theme).values_list("item", flat=True)) < items

    undo(imani)

    assert set(Place.objects.filter(theme=theme).values_list("item", flat=True)) == items
    assert Theme.objects.filter(node__workspace=imani.workspace, node__state=State.MERGED).exists()


def plan_of(found):
    found = Round.objects.select_related("node").get(pk=found.pk)
    return planned(found, found.candidates.select_related("node"))


def a_round(member):
    return prioritization.make_round(member, closes_at=timezone.now() + timedelta(days=2, seconds=7))


def test_the_plan_of_a_round_goes_back_with_all_that_it_compares(imani):
    found = a_round(imani)
    before, closes_at = plan_of(found), found.closes_at
    fewer = {"question": "Which first?", "candidates": before["candidates"][:2], "quorum_ux": 3}
    send(imani, "prioritization:edit", fewer, reference=found.node.reference)
    assert plan_of(found) != before

    undo(imani)

    assert plan_of(found) == before
    assert Round.objects.get(pk=found.pk).closes_at == closes_at


def test_a_round_that_was_opened_since_stays_as_it_is(imani):
    found = a_round(imani)
    send(imani, "prioritization:edit", {"question": "Which first?"}, reference=found.node.reference)
    rounds.open_round(Round.objects.select_related("node").get(pk=found.pk), actor=imani)

    refused(imani)

    assert plan_of(found)["question"] == "Which first?"


def test_nobody_writes_over_a_plan_that_somebody_else_changed_meanwhile(imani):
    found, there = a_round(imani), ""
    there = place("prioritization:edit", imani, reference=found.node.reference)
    page = window(imani)
    words = opened(page, there)
    asked = [candidate.node for candidate in found.candidates.select_related("node")]
    other = rounds.Plan("Theirs", candidates=asked, closes_at=found.closes_at)
    rounds.edit_round(found, other, actor=make_member(Role.EDITOR, like=imani))

    answer = page.post(there, words | {"question": "Mine"})

    assert answer.status_code == 409
    assert plan_of(found)["question"] == "Theirs"


def test_a_deadline_goes_back_unless_it_was_moved_again(imani):
    found = rounds.open_round(a_round(imani), actor=imani)
    before = found.closes_at
    later = timezone.localtime(before + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    send(imani, "prioritization:deadline", {"closes_at": later}, reference=found.node.reference)

    undo(imani)

    assert Round.objects.get(pk=found.pk).closes_at == before
    send(imani, "prioritization:deadline", {"closes_at": later}, reference=found.node.reference)
    rounds.extend_round(found, before + timedelta(days=3), actor=imani)
    refused(imani)


def test_the_draft_of_a_decision_goes_back_with_its_options(imani):
    found = decisions.make_decision(imani, imani)
    words = {"question": "Do we stop reminding?", "option-1": "", "people-1": "", "business-1": "", "option-3": "Ask"}
    send(imani, "decisions:edit", words, reference=found.node.reference)

    undo(imani)

    found = Decision.objects.select_related("node").get(pk=found.pk)
    assert found.question == "Do we remind people of fines?"
    assert [option.title for option in found.options.all()] == ["Remind them", "Leave it"]


def test_a_page_reads_as_before(imani):
    page = pages.write_page(title="Notes", text="First", actor=imani)
    send(imani, "pages:edit", {"text": "Second"}, reference=page.node.reference)

    undo(imani)

    assert Page.objects.get(pk=page.pk).text == "First"


@pytest.fixture
def led(imani):
    make_member(like=imani, discipline=Discipline.LEADERSHIP, name="Helen")
    return imani


def a_draft(member):
    return draft_charter(TWO_LEADS.key, actor=member)


def newest(member):
    return charters(actor=member).first()


def change_frame(member, draft):
    send(member, "decisions:charter-frame", {"change": "Fewer rows"}, charter_number=draft.number)


def change_row(member, draft):
    right = newest(member).rights.all()[0]
    words = {"decision_type": "Another type", "impact": "low", "reversibility": "easy", "answer_days": "3"}
    send(member, "decisions:charter-right", words, charter_number=draft.number, right_id=right.pk)


def add_row(member, draft):
    words = {"decision_type": "A new type", "impact": "low", "reversibility": "easy", "answer_days": "5"}
    send(member, "decisions:charter-right-new", words, charter_number=draft.number)


def remove_row(member, draft):
    right = newest(member).rights.all()[0]
    there = place("decisions:charter-right-removal", member, charter_number=draft.number, right_id=right.pk)
    window(member).post(there)


def discard(member, draft):
    window(member).post(place("decisions:charter-discarding", member, charter_number=draft.number))


@pytest.mark.parametrize("change", [change_frame, change_row, add_row, remove_row, discard])
def test_a_draft_of_the_charter_stands_again_as_before(led, change):
    draft = a_draft(led)
    before = standing(actor=led)
    change(led, draft)
    assert standing(actor=led) != before

    undo(led)

    assert standing(actor=led) == before


def test_a_charter_that_was_begun_is_gone_again(led):
    window(led).post(place("decisions:charter-drafting", led), {"starter": ""})
    assert standing(actor=led) is not None

    undo(led)

    assert standing(actor=led) is None


def test_a_draft_that_somebody_changed_since_stays(led):
    draft = a_draft(led)
    change_frame(led, draft)
    row = decisions.RightDraft("Theirs", "low", "easy")
    write_right(newest(led), row, actor=make_member(Role.EDITOR, like=led))

    refused(led)

    assert newest(led).change == "Fewer rows"
