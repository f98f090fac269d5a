"""How feedback is meant: told by a job, with how sure it is, and only in English."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback import actions, queries
from allied.domains.feedback.actions.feeling import read_later
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import feedback, imported
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Member:
    return make_member()


def read(editor: Member) -> None:
    """What follows an arrival."""
    read_later(editor.workspace_id, actor=editor)
    runner.run_all()


def told(item: Feedback) -> str:
    return Feedback.objects.get(pk=item.pk).sentiment


def test_it_is_told_by_a_job_and_never_by_the_write(editor):
    item = feedback(editor, "I love the new app")
    assert told(item) == ""

    read(editor)

    again = Feedback.objects.get(pk=item.pk)
    assert (again.sentiment, again.sentiment_words) == ("positive", f"Positive, {again.sentiment_chance:.0%} sure")


def test_what_an_upgrade_left_unread_is_read_by_itself(editor):
    item = feedback(editor, "I love the new app")

    runner.queue_periodic()
    runner.run_all()

    assert told(item) == "positive"


def test_other_languages_are_not_told(editor):
    item = feedback(editor, "Das ist leider nicht gut")

    read(editor)

    assert Feedback.objects.get(pk=item.pk).sentiment_words == "Not told: not English"


def test_words_that_their_source_corrects_are_read_anew(editor):
    item = feedback(editor, "I love the new app")
    read(editor)

    stored = queries.feedback_by_reference(item.node.reference, actor=editor)
    actions.correct_feedback(stored, {"text": "I hate it"}, actor=editor)

    assert told(item) == ""
    read(editor)
    assert told(item) == "negative"


def test_one_job_waits_for_a_burst_of_writes(editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        feedback(editor, "I love it")
        feedback(editor, "I hate it")

    assert Job.objects.filter(task="feedback.sentiment").count() == 1


def test_the_list_narrows_groups_and_exports_by_it(editor):
    imported(editor)
    feedback(editor, "I love the new app", source="Phone")
    read(editor)
    client = Client()
    client.force_login(editor.user)
    address = reverse("feedback:list", kwargs={"workspace": editor.workspace.slug})

    page = client.get(address, {"layout": "table", "columns": "sentiment", "group": "sentiment"}).content.decode()
    file = b"".join(client.get(address + "/export.csv")).decode()

    assert "Positive" in page
    assert "sentiment,sentiment_chance" in file
    assert ",positive,0." in file
