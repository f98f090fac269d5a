"""kill -9 in the middle of an import: what was acknowledged is there, and the rest comes without doubles."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import uploaded
from allied.kernel.importing import actions
from allied.kernel.importing.models import Import, ImportRow
from allied.kernel.jobs import runner
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.search.models import Entry
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Atom

ROWS = 6_000
CHILD = """
import json, os, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from allied.kernel.jobs import runner
job = runner.take("child")
while runner.run_step(job.pk, "child"):
    job.refresh_from_db()
    print(job.done, flush=True)
"""


def content() -> str:
    """Every third row has no id, every tenth no text, and a few are the same as each other."""
    rows = ["id,text"]
    for number in range(ROWS):
        source_id = "" if number % 3 == 0 else f"Z-{number}"
        rows.append(f"{source_id},{'' if number % 10 == 9 else f'Comment {number % 1_500}'}")
    return "\n".join(rows) + "\n"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_loses_nothing_and_doubles_nothing():
    editor = make_member()
    made = actions.start_import(uploaded(editor, content()), actor=editor)

    acknowledged = [killed_after(steps) for steps in (1, 3)]
    made.refresh_from_db()
    assert made.read >= acknowledged[-1]
    assert Feedback.objects.count() == made.stored
    release_lease()
    runner.run_all()

    made.refresh_from_db()
    assert made.state == Import.State.DONE
    assert (made.read, made.stored, made.left_out) == (ROWS, ROWS * 9 // 10, ROWS // 10)
    assert all_rows(made) == list(range(2, ROWS + 2))
    for table in (Feedback, Entry, Atom):
        assert table.objects.count() == made.stored
    assert not [n for n, times in Counter(Node.objects.values_list("number", flat=True)).items() if times > 1]


def killed_after(steps: int) -> int:
    """Let a child process take some steps, kill it, and return how many rows it had acknowledged."""
    release_lease()
    name = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "allied.settings.test", "ALLIED_HOME": str(settings.HOME)}
    child = subprocess.Popen([sys.executable, "-c", CHILD, name], stdout=subprocess.PIPE, env=environment, text=True)
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(steps)]
    time.sleep(0.05)  # into the middle of the next step
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    return int([*said, *rest][-1])


def release_lease() -> None:
    """What a minute of waiting does: the lease of the killed process runs out."""
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED, lease_holder="", lease_until=None)


def all_rows(made: Import) -> list[int]:
    stored = Feedback.objects.filter(source_import=made).values_list("row", flat=True)
    others = ImportRow.objects.filter(of=made).exclude(outcome="noted").values_list("number", flat=True)
    return sorted([*stored, *others])
