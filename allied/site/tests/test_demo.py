"""The demo workspace: believable, the same each time, dated over two years, and gone without a trace."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from allied.kernel.activity.models import Activity
from allied.kernel.jobs.models import Heartbeat
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Workspace
from allied.kernel.testing import make_member
from allied.kernel.thread.gaps import gaps
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Strength
from allied.site.demo.load import load_demo, remove_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Workspace, dict[str, int]]]:
    """The demo beside a workspace that somebody works in, loaded once; and the rows before."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_member(name="Ana")
        before = rows()
        yield load_demo(), before
        transaction.set_rollback(True)


@pytest.fixture
def marlow(loaded: tuple[Workspace, dict[str, int]], db: None) -> Workspace:
    return loaded[0]


def rows() -> dict[str, int]:
    """How many rows each table of ours has; the pulse of workers aside, who belong to the installation."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("allied.") and model is not Heartbeat]
    return {model._meta.label: model._default_manager.count() for model in ours}


def test_it_has_what_people_said_in_two_years(marlow: Workspace) -> None:
    said = Node.objects.filter(workspace=marlow, kind="feedback")
    first, last = (said.order_by(way).values_list("created_at", flat=True)[0] for way in ("created_at", "-created_at"))

    assert 1_400 < said.count() < 1_700
    assert last - first > timedelta(days=600)


def test_its_claims_reach_every_level_and_one_is_contested(marlow: Workspace) -> None:
    claims = Strength.objects.filter(workspace=marlow, node__kind="insight")

    assert set(claims.values_list("level", flat=True)) == set(Level)
    assert claims.filter(flag=Flag.CONTESTED).exists()


def test_its_threads_have_gaps_to_fill(marlow: Workspace) -> None:
    assert gaps(Member.objects.get(workspace=marlow, role="owner"))


def test_what_was_done_in_it_is_spread_over_its_years(marlow: Workspace) -> None:
    done = Activity.objects.filter(workspace=marlow)

    today = done.filter(at__gte=timezone.now() - timedelta(hours=12))
    assert list(today.values_list("verb", flat=True)) == ["feedback.added"], "the news that the watch offers"
    assert not done.filter(at__gt=timezone.now()).exists()


def test_it_is_removed_whole_and_leaves_others_alone(loaded: tuple[Workspace, dict[str, int]], db: None) -> None:
    assert rows() != loaded[1]

    assert remove_demo() == 1

    assert rows() == loaded[1]
