"""Work that one may leave, and what colleagues do meanwhile: both wait in the bar, neither moves the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from allied.domains.insights.actions import Wording, draft_insight, edit_insight
from allied.kernel.jobs.models import Job
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from allied.web import running

pytestmark = pytest.mark.django_db
TASK = "importing.run"


@pytest.fixture
def me() -> Member:
    return make_member(name="Imani Okafor")


def get(member: Member, path: str) -> str:
    client = Client()
    client.force_login(member.user)
    answer = client.get(f"/w/{member.workspace.slug}/{path}", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def start(member: Member, **more: object) -> Job:
    return Job.objects.create(workspace=member.workspace, actor=member, task=TASK, done=773, total=1246, **more)


def test_running_work_is_named_with_how_far_it_is_to_whoever_set_it_going(me):
    job = start(me)

    shown = get(me, "running")

    assert "Importing a file" in shown
    assert "773 of 1\u202f246" in shown
    assert f"jobs={job.pk}" in shown
    assert "Importing" not in get(make_member(like=me), "running")


def test_work_that_ended_is_told_once_and_asked_for_no_longer(me):
    job = start(me, state=Job.State.DONE)

    shown = get(me, f"running?jobs={job.pk},7,nonsense,99999999999999999999")

    assert "Importing a file: done." in shown
    assert "hx-trigger" not in shown
    assert "done" not in get(me, "running")


def test_a_task_that_nobody_named_is_not_shown(me):
    Job.objects.create(workspace=me.workspace, actor=me, task="thread.refresh")

    assert running.running(me) == []


def test_what_others_did_since_is_counted_and_named(me):
    priya, since = make_member(like=me, name="Priya Raman"), timezone.now() - timedelta(seconds=1)
    insight = draft_insight(Wording("Waits are long"), actor=me)
    news = f"news/INS-1?since={since.timestamp()}"
    assert "new change" not in get(me, news)

    edit_insight(insight, Wording("Waits feel long"), actor=priya)
    assert "1 new change, by Priya Raman" in get(me, news)
    assert "1 new change, by Imani Okafor" in get(priya, news)

    edit_insight(insight, Wording("Waits feel endless"), actor=make_member(like=me))
    assert "2 new changes, by 2 people" in get(me, news)


@pytest.mark.parametrize("since", ["", "yesterday", "1e400", "nan"])
def test_a_moment_that_is_none_means_nothing_is_new(me, since):
    draft_insight(Wording("Waits are long"), actor=make_member(like=me))

    assert "new change" not in get(me, f"news/INS-1?since={since}")
