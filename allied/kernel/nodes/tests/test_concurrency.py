from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.actions import create, create_many
from allied.kernel.nodes.models import Node
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[int], object], times: int) -> list[object]:
    """Run ``work`` in as many threads, each with a connection of its own."""

    def alone(turn: int) -> object:
        try:
            return work(turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def test_references_given_at_once_are_whole_and_never_double():
    member = make_member()

    at_once(lambda turn: create_many("feedback", titles=[f"{turn}-{number}" for number in range(20)], actor=member), 8)

    numbers = sorted(Node.objects.filter(workspace=member.workspace).values_list("number", flat=True))
    assert numbers == list(range(1, 161))


def test_a_transaction_that_fails_beside_others_leaves_no_gap():
    member = make_member()

    def work(turn: int) -> None:
        with transaction.atomic():
            create("insight", title=str(turn), actor=member)
            if turn % 2:
                transaction.set_rollback(True)

    at_once(work, 8)

    numbers = sorted(Node.objects.filter(workspace=member.workspace).values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]


def test_two_workers_never_take_one_job():
    Job.objects.bulk_create(Job(task="nothing") for _ in range(12))

    taken = at_once(lambda turn: [job.pk for _ in range(6) if (job := runner.take(f"worker {turn}"))], 4)

    every = [pk for found in taken for pk in found]  # type: ignore[attr-defined]
    assert sorted(every) == sorted(Job.objects.values_list("pk", flat=True))
