"""Digests: within a minute, every line with its source, alike as page, Markdown, PDF and e-mail."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from allied.domains.insights import actions, keeping
from allied.domains.insights.actions import Wording
from allied.domains.insights.digest.actions import mail_weekly, read_weekly, send_digest
from allied.domains.insights.digest.one import digest
from allied.domains.insights.digest.weekly import Week, weekly
from allied.domains.insights.models import DigestReader
from allied.domains.insights.queries import insight_by_reference
from allied.domains.insights.tests.builders import make_evidence
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.actions import create
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.strength import today_in
from allied.web.memo import A_MINUTE, markdown

pytestmark = pytest.mark.django_db
LONG = "A very long sentence about people who wait for what they asked for and hear nothing at all. " * 12


@pytest.fixture
def imani():
    return make_member(name="Imani Okafor")


def published(member, claim="People leave when the wait is unknown", **texts):
    insight = actions.draft_insight(Wording(claim, **texts), actor=member, product=product_of(member))
    link(make_evidence(member), "supports", insight.node, actor=member)
    return actions.publish_insight(insight, actor=member)


def read(member, reference="INS-1"):
    return digest(insight_by_reference(reference, actor=member), actor=member)


def lines(memo):
    return [line for section in memo.sections for line in section.lines]


def test_a_digest_reads_in_a_minute_however_much_there_is_to_say_and_every_line_has_a_source(imani):
    insight = published(imani, LONG[:290], summary=LONG, what_would_change=LONG[:900])
    for number in range(4):
        link(make_evidence(imani, f"{number} {LONG[:180]}"), "supports", insight.node, actor=imani)
        link(make_evidence(imani, f"No {number} {LONG[:180]}"), "contradicts", insight.node, actor=imani)
        link(insight.node, "supports", create("opportunity", title=LONG[:200], actor=imani), actor=imani)

    memo = read(imani)

    assert memo.words <= A_MINUTE
    assert memo.seconds <= 60
    assert all(line.cites for line in lines(memo))


def test_it_asks_items_first_says_what_is_parked_and_what_is_still_to_name(imani):
    insight = published(imani)
    assert "Name an opportunity, a roadmap item or a decision by" in lines(read(imani))[-1].text

    keeping.park_insight(insight, because="We wait for May.", actor=imani)
    assert "Parked because: We wait for May." in lines(read(imani))[-1].text
    keeping.unpark_insight(insight, actor=imani)

    opportunity = create("opportunity", title="Help people plan", actor=imani)
    link(insight.node, "supports", opportunity, actor=imani)
    assert "put a roadmap item to it" in lines(read(imani))[-1].text
    link(create("item", title="A range of days", actor=imani), "addresses", opportunity, actor=imani)
    assert lines(read(imani))[-1].text == "A range of days (idea): decide whether to commit it."


def test_what_people_wrote_stays_text_in_markdown(imani):
    published(imani, "Waits [are](http://evil) *bad*")

    text = markdown(read(imani), site="https://allied.example")

    assert "# Waits \\[are\\](http://evil) \\*bad\\*" in text
    assert f"](https://allied.example/w/{imani.workspace.slug}/insights/INS-1" in text


def test_the_pages_and_files_open(imani):
    published(imani)
    browser = Browser(imani)

    assert "60-second digest" in browser.text("/INS-1/digest")
    assert "# People leave" in browser.text("/INS-1/digest", **{"as": "md"})
    sheet = browser.get("/INS-1/digest", **{"as": "pdf"})
    assert sheet.content.startswith(b"%PDF-")
    assert sheet["Content-Disposition"] == 'attachment; filename="ins-1-digest.pdf"'
    assert "New this week" in browser.text("/weekly")
    assert browser.get("/weekly", **{"as": "pdf"}).content.startswith(b"%PDF-")
    assert "Week after" in browser.text("/weekly", on="2020-01-01")
    assert browser.get("/weekly", on="no day").status_code == 200


def test_a_digest_goes_to_whom_one_chooses(imani, settings, django_capture_on_commit_callbacks):
    insight, reader, stranger = published(imani), make_member(like=imani), make_member()
    settings.HAS_EMAIL = False
    with pytest.raises(InvalidState, match="sends no e-mail"):
        send_digest(insight, [reader], actor=imani)
    settings.HAS_EMAIL = True
    with pytest.raises(BadInput, match="Nothing was sent"):
        send_digest(insight, [stranger], actor=imani)

    assert send_digest(insight, [reader, stranger], actor=imani) == 1
    with django_capture_on_commit_callbacks(execute=True):
        runner.run_now(Job.objects.get(task="insights.mail_digest"))

    assert [one.to for one in mail.outbox] == [[reader.user.email]]
    assert "60-second digest" in mail.outbox[0].body


def test_a_week_tells_what_is_new_changed_ended_and_asked(imani):
    before = timezone.now() - timedelta(days=21)
    with time_machine.travel(before):
        old, gone = published(imani, "Old claim"), published(imani, "Gone claim")
    for number in range(5):
        link(make_evidence(imani, f"Not so {number}"), "contradicts", old.node, actor=imani)
    published(imani, "New claim")
    actions.retire_insight(gone, reason="Solved.", actor=imani)

    memo = weekly(product_of(imani), Week.of(today_in(imani.workspace)), actor=imani)

    told = {section.heading: [line.text for line in section.lines] for section in memo.sections}
    assert told["New this week"][0].startswith("“New claim”")
    assert "it was Anecdotal" in told["What changed in strength"][0]
    assert told["No longer stands"] == ["“Gone claim” Retired: Solved."]
    assert "5 against" in told["Contested"][0]
    assert "Name what it leads to, or park it: “Old claim”" in told["Who is asked for what"][0]
    assert all(line.cites for line in lines(memo))
    quiet = weekly(product_of(imani), Week.of(before.date() - timedelta(days=30)), actor=imani)
    assert "Nothing changed in this week." in quiet.lede


def test_a_week_that_is_over_reads_as_it_did_at_its_end_whatever_came_later(imani):
    week = Week.of(today_in(imani.workspace) - timedelta(days=14))
    begins, over = week.moments(imani)
    with time_machine.travel(begins - timedelta(days=7)):
        old, steady = published(imani, "Old claim"), published(imani, "Steady claim")
    with time_machine.travel(begins + timedelta(days=2)):
        published(imani, "New claim")
        for number in range(5):
            link(make_evidence(imani, f"Not so {number}"), "contradicts", old.node, actor=imani)
    with time_machine.travel(over - timedelta(hours=1)):
        told = _told(week, imani)
    for number in range(40):
        link(make_evidence(imani, f"It is so {number}"), "supports", old.node, actor=imani)
        link(make_evidence(imani, f"By no means {number}"), "contradicts", steady.node, actor=imani)

    assert told == _told(week, imani)
    assert [line for line in told["Contested"] if "Old claim" in line]
    assert [line for line in told["What changed in strength"] if "Old claim" in line]


def _told(week, member):
    memo = weekly(product_of(member), week, actor=member)
    return {one.heading: [line.text for line in one.lines] for one in memo.sections if one.heading[:3] != "Who"}


def test_who_asked_gets_each_week_once(imani, settings, django_capture_on_commit_callbacks):
    settings.HAS_EMAIL = True
    published(imani)
    read_weekly(product_of(imani), wants=True, actor=imani)
    assert not _mail(django_capture_on_commit_callbacks)

    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert _mail(django_capture_on_commit_callbacks)[0].subject.startswith("Weekly digest: Borrow")
        mail.outbox.clear()
        assert not _mail(django_capture_on_commit_callbacks)
    read_weekly(product_of(imani), wants=False, actor=imani)
    assert not DigestReader.objects.exists()


def _mail(capture):
    with capture(execute=True):
        mail_weekly(Job(task="insights.mail_weekly"))
    return mail.outbox
