import pytest

from allied.domains.prioritization.tests.builders import make_team
from allied.domains.prioritization.tests.rush import rush

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_ballot_is_lost_and_none_comes_after_the_close_when_fifty_vote_at_once():
    ux, product = make_team(25, 25)

    for turn in range(10):
        assert 2 <= rush(ux, product, turn=turn) <= 50
