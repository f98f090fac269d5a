import pytest
from django.test import override_settings

from allied.domains.themes import actions, files, sorting
from allied.domains.themes.models import Place, Run
from allied.domains.themes.tests.builders import add_comments
from allied.kernel.jobs import runner
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As little caught as a signal."""


@pytest.mark.parametrize("at", ["_neighbours", "_describe"])
def test_a_run_that_is_killed_goes_on_from_its_files(at, tmp_path, monkeypatch):
    member = make_member()
    add_comments(member)
    with override_settings(HOME=tmp_path):
        run = actions.start_run(product_of(member), actor=member)
        with monkeypatch.context() as killing:
            killing.setattr(sorting, at, _kill)
            with pytest.raises(Killed):
                runner.run_now(run.job)
        kept = files.folder(run.file_key) / "raw.npy"
        before = kept.stat().st_mtime_ns
        _lose_the_lease(run)

        runner.run_all()

        run.refresh_from_db()
        assert run.state == Run.State.DONE
        assert Place.objects.filter(run=run).count() == 24
        assert not kept.exists() or kept.stat().st_mtime_ns == before


def _kill(*_args, **_named):
    raise Killed


def _lose_the_lease(run):
    type(run.job).objects.filter(pk=run.job.pk).update(lease_until="2020-01-01T00:00:00Z")
