from datetime import timedelta

import pytest
from django.utils import timezone

from allied.kernel import jobs
from allied.kernel.errors import InvalidState
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Heartbeat, Job
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(monkeypatch):
    """A task that counts to its total, one a step."""

    def step(job):
        job.done += 1
        job.cursor = {"at": job.done}
        return job.done < job.total

    monkeypatch.setitem(jobs.TASKS, "count", jobs.Task("count", step))


@pytest.fixture
def failing(monkeypatch):
    def step(job):
        raise job_failure[0]

    job_failure = [ValueError("secret text")]
    monkeypatch.setitem(jobs.TASKS, "fail", jobs.Task("fail", step))
    return job_failure


def test_a_job_runs_step_by_step_to_its_end(counting):
    job = jobs.enqueue("count", {}, actor=make_member(), total=3)

    assert runner.run_all() == 1

    job.refresh_from_db()
    assert (job.state, job.done, job.cursor) == ("done", 3, {"at": 3})
    assert job.lease_until is None


def test_a_job_whose_worker_was_killed_is_taken_again_where_it_stopped(counting):
    job = jobs.enqueue("count", {}, actor=make_member(), total=3)
    runner.take("first")
    runner.run_step(job.pk, "first")

    assert runner.take("second") is None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runner.take("second") == job
    assert runner.run_step(job.pk, "first") is False  # the first worker comes back too late
    assert runner.run_step(job.pk, "second") is True

    job.refresh_from_db()
    assert job.done == 2


def test_a_passing_failure_is_tried_again_later_without_its_text(failing):
    job = jobs.enqueue("fail", {}, actor=make_member())

    runner.run_all()

    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", "ValueError")
    assert job.not_before > timezone.now()


def test_a_refusal_is_final_and_keeps_its_sentence(failing):
    failing[0] = InvalidState("The file is gone. Upload it again.")
    job = jobs.enqueue("fail", {}, actor=make_member())

    runner.run_all()

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The file is gone. Upload it again.")


def test_a_stopped_job_does_no_further_step(counting):
    member = make_member()
    job = jobs.enqueue("count", {}, actor=member, total=3)
    runner.take("worker")

    jobs.cancel(job, actor=member)

    assert runner.run_step(job.pk, "worker") is False
    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 0)


def test_a_stranger_stops_nothing(counting):
    job = jobs.enqueue("count", {}, actor=make_member(), total=3)

    jobs.cancel(job, actor=make_member())

    job.refresh_from_db()
    assert job.state == "queued"


def test_a_periodic_task_is_queued_once_an_interval(monkeypatch):
    monkeypatch.setattr(jobs, "TASKS", {"nightly": jobs.Task("nightly", lambda job: False, timedelta(days=1))})
    monkeypatch.setattr(runner, "TASKS", jobs.TASKS)

    runner.queue_periodic()
    runner.queue_periodic()

    assert Job.objects.count() == 1


def test_what_ended_long_ago_is_forgotten_once_a_day_but_for_what_people_asked_for():
    long_ago = timezone.now() - timedelta(days=8)
    Heartbeat.objects.create(worker="gone", at=long_ago)
    for workspace in (None, make_member().workspace):
        Job.objects.create(task="jobs.forget_old", workspace=workspace, state="done", finished_at=long_ago)

    assert jobs.TASKS["jobs.forget_old"].every == timedelta(days=1)
    ended = runner.run_now(Job.objects.create(task="jobs.forget_old"))

    assert ended.state == "done"
    assert not Heartbeat.objects.filter(worker="gone").exists()
    assert Job.objects.filter(workspace=None).get() == ended
    assert Job.objects.exclude(workspace=None).count() == 1
