import pytest

from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.tests.builders import make_opportunity, make_retired
from allied.domains.discovery.trees.measures import people_words, score_of
from allied.domains.discovery.trees.sizes import Size, size_opportunity
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.tests.builders import support

pytestmark = pytest.mark.django_db
PEOPLE = Size(people_low=1_310, people=1_480, people_high=1_650)


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def need(member):
    return make_opportunity(member)


def strength(need, member):
    return strength_of([need.node], today=today_in(member.workspace))[need.pk]


def test_people_are_said_with_their_range_and_a_month_unless_another_time_is_named(need, member):
    size_opportunity(need, PEOPLE, actor=member)

    assert people_words(need, None) == "1\u202f480 people a month (1\u202f310 to 1\u202f650)"
    assert Activity.objects.filter(node=need.node, verb="opportunity.sized").count() == 1


def test_without_a_size_it_says_how_many_people_its_evidence_is_from(need, member):
    assert people_words(need, strength(need, member)) == "Size not known"
    support(need.node, member, 4)

    assert people_words(need, strength(need, member)) == "Size not known, n 4 in its evidence"


def test_the_score_is_importance_plus_what_is_unmet_with_its_range(need, member):
    assert score_of(need) is None
    size_opportunity(need, Size(asked=100, important=86, satisfied=31), actor=member)

    score = score_of(need)

    assert (round(score.score, 1), round(score.lower, 1), round(score.upper, 1)) == (14.1, 12.5, 15.4)
    assert (score.n, score.confidence) == (100, 0.8)


def test_an_empty_size_takes_it_away(need, member):
    size_opportunity(need, PEOPLE, actor=member)

    size_opportunity(need, Size(), actor=member)

    kept = Opportunity.objects.get()
    assert (kept.people, kept.period) == (None, "")


@pytest.mark.parametrize(
    ("size", "field", "sentence"),
    [
        (Size(people=5), "people", "a low, a likely and a high figure"),
        (Size(people_low=9, people=5, people_high=10), "people", "lies between"),
        (Size(people_low=-1, people=5, people_high=10), "people_low", "0 or more"),
        (Size(people_low=1, people=5, people_high=10, period="night"), "period", "Choose one of week"),
        (Size(asked=10), "asked", "how many were asked, how many called it important"),
        (Size(asked=0, important=0, satisfied=0), "asked", "how many were asked"),
        (Size(asked=10, important=11, satisfied=1), "important", "a part of the 10"),
        (Size(asked=10, important=1, satisfied=11), "satisfied", "a part of the 10"),
        (Size(sized_from="x" * 301), "sized_from", "300 fit here"),
    ],
)
def test_a_size_that_makes_no_sense_is_refused_by_its_field(need, member, size, field, sentence):
    with pytest.raises(BadInput, match=sentence) as refusal:
        size_opportunity(need, size, actor=member)

    assert list(refusal.value.fields) == [field]


def test_who_may_not_edit_it_does_not_size_it_and_an_ended_one_has_no_new_size(need, member):
    with pytest.raises(Denied):
        size_opportunity(need, PEOPLE, actor=make_member(Role.CONTRIBUTOR, like=member))
    with pytest.raises(InvalidState, match="Reopen it first"):
        size_opportunity(make_retired(member), PEOPLE, actor=member)
    with pytest.raises(Conflict):
        size_opportunity(need, PEOPLE, actor=member, seen="something older")
