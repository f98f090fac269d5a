"""Predictions: what may be said, that it stays, who is asked on the day, and how it comes out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from allied.domains.decisions.models import PredictionState
from allied.domains.decisions.readback import actions, queries
from allied.domains.decisions.readback.actions import Figure, Forecast
from allied.domains.decisions.readback.calibration import calibrations
from allied.domains.decisions.tests.builders import comment, make_open, make_sides
from allied.domains.decisions.tests.test_views import Browser
from allied.domains.decisions.waiting import waiting_for, waits
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.jobs import runner
from allied.kernel.membership.members import deactivate
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.talk.models import Notification
from allied.kernel.talk.telling import tell
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
SAID_ON = datetime(2026, 3, 2, 12, tzinfo=BERLIN)
DAY = date(2026, 3, 20)  # a Friday


@pytest.fixture
def people():
    found = make_sides()
    for one in found:
        one.workspace.time_zone = "Europe/Berlin"
    found[0].workspace.save()
    return found


@pytest.fixture
def decision(people):
    with time_machine.travel(SAID_ON, tick=False):
        return make_open(people[0], people[2])


def forecast(**more):
    said = {"measure": "Fines paid", "low": Decimal(14), "high": Decimal("24.5"), "unit": "%", "read_on": DAY}
    return Forecast(**(said | {"percent": 80, "reason": "Spring was so."} | more))


def predict(decision, actor, **more):
    with time_machine.travel(SAID_ON, tick=False):
        return actions.make_prediction(decision.node, forecast(**more), actor=actor)


def read(found, actor, figure=18, n=200, on=DAY, **more):
    with time_machine.travel(datetime(on.year, on.month, on.day, 12, tzinfo=BERLIN), tick=False):
        value = None if figure is None else Decimal(figure)
        actions.read_prediction(found, Figure(value, n, **more), actor=actor)
    return queries.prediction_by_reference(found.node.reference, actor=actor)


def test_a_prediction_is_on_the_thread_with_its_range_day_probability_and_who_said_it(people, decision):
    made = predict(decision, people[1], voice="side")

    found = queries.prediction_by_reference("PRE-1", actor=people[0])
    assert (found.measure, queries.expected(found), found.percent) == ("Fines paid", "14 to 24.5 %", 80)
    assert str(queries.voice(found)) == "Priya, for Product"
    assert queries.outcome(found) == "To be read on 20 Mar 2026."
    assert Link.objects.filter(source=made.node, relation="derived_from", target=decision.node).exists()
    assert Activity.objects.filter(node=made.node, verb="prediction.made").count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"low": Decimal(30)}, "upper end is below"),
        ({"percent": 100}, "nothing to come is certain"),
        ({"percent": 0}, "1 to 99"),
        ({"read_on": SAID_ON.date()}, "has come already"),
        ({"read_on": date(2040, 1, 1)}, "more than 10 years"),
        ({"voice": "choir"}, "for whom you predict"),
        ({"measure": " "}, "Write something"),
        ({"reason": ""}, "Write something"),
        ({"unit": "x" * 31}, "31 characters"),
        ({"low": Decimal("1.23456")}, "digits"),
        ({"low": Decimal("NaN")}, "digits"),
        ({"high": Decimal(10) ** 13}, "digits"),
    ],
)
def test_what_nobody_could_read_back_is_refused(people, decision, more, sentence):
    with pytest.raises(BadInput) as refusal:
        predict(decision, people[0], **more)
    assert sentence in str(refusal.value)


def test_only_decisions_and_items_that_go_on_are_predicted_of_and_only_by_who_takes_part(people, decision):
    ux = people[0]
    with pytest.raises(BadInput, match="about decisions and roadmap items"):
        actions.make_prediction(comment(ux), forecast(read_on=date(2030, 1, 1)), actor=ux)
    with pytest.raises(Denied):
        predict(decision, make_member(Role.READER, like=ux))
    with pytest.raises(NotVisible):
        predict(decision, make_member())
    with pytest.raises(NotVisible):
        predict(decision, ux, reads=make_member())
    gone = make_member(like=ux)
    deactivate(gone.pk, actor=make_member(Role.OWNER, like=ux))
    gone.refresh_from_db()
    with pytest.raises(BadInput, match="has left"):
        predict(decision, ux, reads=gone)
    trash_node(decision.node, actor=ux)
    with pytest.raises(InvalidState, match="will change nothing"):
        predict(decision, ux)


def test_saying_it_otherwise_keeps_both_and_comes_before_the_day_from_who_said_it(people, decision):
    ux, product, _leader = people
    made = predict(decision, ux)
    with time_machine.travel(SAID_ON, tick=False):
        with pytest.raises(Denied, match="Imani said this"):
            actions.supersede_prediction(made, forecast(), actor=product)
        newer = actions.supersede_prediction(made, forecast(low=Decimal(10)), actor=ux)

    made = queries.prediction_by_reference("PRE-1", actor=ux)
    assert (made.node.state, made.low) == (PredictionState.SUPERSEDED, Decimal(14))
    assert Link.objects.filter(source=newer.node, relation="supersedes", target=made.node).exists()
    assert queries.outcome(made) == "Superseded before its day: it is not read."
    assert [one.pk for one in queries.predicted_of([decision.node])[decision.pk]] == [newer.pk]
    on_the_day = time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=BERLIN), tick=False)
    with on_the_day, pytest.raises(InvalidState, match="stays as it was said"):
        actions.supersede_prediction(newer, forecast(read_on=date(2026, 5, 1)), actor=ux)


@pytest.mark.parametrize(
    ("figure", "more", "state", "words"),
    [
        (18, {}, "hit", "Hit: 18 % (n = 200, no interval given) lies in the range."),
        (14, {}, "hit", "Hit: 14 % (n = 200, no interval given) lies in the range."),
        (
            20,
            {"low": Decimal(12), "high": Decimal(28)},
            "hit",
            "Hit: 20 % (12 to 28 %, n = 200) lies in the range. Its interval reaches outside, so it is not certain.",
        ),
        (13, {"low": Decimal(12), "high": Decimal("13.5")}, "miss", "Miss: 13 % (12 to 13.5 %, n = 200) lies below"),
        (30, {"low": Decimal(24), "high": Decimal(36)}, "miss", "lies above the range. Its interval reaches into"),
    ],
)
def test_the_figure_marks_a_hit_or_a_miss_in_words_with_n_and_interval(people, decision, figure, more, state, words):
    found = read(predict(decision, people[0]), people[0], figure, **more)

    assert found.node.state == state
    assert words in queries.outcome(found)


def test_what_is_read_late_or_cannot_be_read_says_so(people, decision):
    late = read(predict(decision, people[0]), people[0], on=DAY + timedelta(days=12))
    assert queries.outcome(late).endswith("Read 12 days late.")
    found = read(predict(decision, people[0]), people[0], None, None, note="The till was replaced.")
    assert found.node.state == PredictionState.UNREADABLE
    assert queries.outcome(found) == "It could not be read, because: The till was replaced."

    again = read(found, people[0], 30)

    assert again.node.state == PredictionState.MISS
    assert again.readings.count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Figure(), "say why it could not be read"),
        (Figure(n=4), "Write the figure too"),
        (Figure(Decimal(3)), "of how many"),
        (Figure(Decimal(3), 0), "at least 1"),
        (Figure(Decimal(3), 4, Decimal(1)), "two ends"),
        (Figure(Decimal(3), 4, Decimal(4), Decimal(5)), "does not hold"),
        (Figure(Decimal("Infinity"), 4), "digits"),
    ],
)
def test_a_figure_without_n_or_reason_is_refused(people, decision, said, sentence):
    found = predict(decision, people[0])
    with time_machine.travel(datetime(2026, 3, 20, 9, tzinfo=BERLIN)), pytest.raises(BadInput) as refusal:
        actions.read_prediction(found, said, actor=people[0])
    assert sentence in str(refusal.value)


def test_nobody_reads_before_the_day_in_the_workspaces_zone_or_in_the_readers_place(people, decision):
    ux, product, _leader = people
    found = predict(decision, ux, reads=product)
    before = time_machine.travel(datetime(2026, 3, 19, 22, 59, tzinfo=ZoneInfo("UTC")), tick=False)
    with before, pytest.raises(InvalidState, match="Its day is 20 Mar 2026"):
        actions.read_prediction(found, Figure(Decimal(18), 9), actor=product)
    with time_machine.travel(datetime(2026, 3, 19, 23, 1, tzinfo=ZoneInfo("UTC")), tick=False):
        with pytest.raises(Denied, match="Priya reads this one"):
            actions.read_prediction(found, Figure(Decimal(18), 9), actor=ux)
        actions.read_prediction(found, Figure(Decimal(18), 9), actor=product)
        with pytest.raises(InvalidState, match="is hit already"):
            actions.read_prediction(found, Figure(Decimal(2), 9), actor=product)


def test_where_the_reader_has_left_whoever_drafts_decisions_reads(people, decision):
    ux, product, leader = people
    found = predict(decision, ux, reads=product)
    deactivate(product.pk, actor=make_member(Role.OWNER, like=ux))

    found = queries.prediction_by_reference(found.node.reference, actor=leader)

    assert read(found, leader).node.state == PredictionState.HIT


def test_a_disputed_figure_counts_for_nothing_until_it_is_read_again_with_a_reason(people, decision):
    ux, product, _leader = people
    found = read(predict(decision, ux), ux)
    with pytest.raises(Denied, match="You read it yourself"):
        actions.dispute_reading(found, reason="No.", actor=ux)

    actions.dispute_reading(found, reason="Reminders were off for a week.", actor=product)

    found = queries.prediction_by_reference("PRE-1", actor=ux)
    assert queries.outcome(found).startswith("Disputed by Priya: Reminders were off for a week. Read was: Hit")
    assert calibrations("side", actor=ux)[0].n == 0
    with pytest.raises(BadInput, match="say why this one holds"):
        read(found, ux)
    assert read(found, ux, 12, note="Without that week.").node.state == PredictionState.MISS


def test_a_dispute_is_withdrawn_by_who_raised_it_and_a_figure_taken_back_by_who_read_it(people, decision):
    ux, product, leader = people
    found = read(predict(decision, ux), ux)
    with pytest.raises(InvalidState, match="not disputed"):
        actions.withdraw_dispute(found, actor=product)
    actions.dispute_reading(found, reason="No.", actor=product)
    with pytest.raises(InvalidState, match="no figure to take back"):
        actions.take_back_reading(found, actor=ux)
    with pytest.raises(InvalidState, match="no figure to dispute"):
        actions.dispute_reading(found, reason="No.", actor=leader)
    with pytest.raises(Denied, match="Who disputes it"):
        actions.withdraw_dispute(found, actor=leader)
    actions.withdraw_dispute(found, actor=product)
    with pytest.raises(Denied, match="Imani read it"):
        actions.take_back_reading(found, actor=product)

    actions.take_back_reading(found, actor=ux)

    assert queries.prediction_by_reference("PRE-1", actor=ux).node.state == PredictionState.OPEN
    assert Activity.objects.filter(node=found.node, verb="prediction.reading_taken_back").count() == 1


def run(moment):
    """Whom the clock asks at a moment: name and verb."""
    before = set(Activity.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        runner.queue_periodic()
        runner.run_all()
        new = Activity.objects.exclude(pk__in=before).filter(verb__startswith="prediction.")
        for entry in new:
            tell(entry.pk)
    told = Notification.objects.filter(activity__in=new, happening="clock").order_by("activity", "member__name")
    return [(one.member.name, one.activity.verb) for one in told]


def at(day, hour=9):
    return datetime(2026, 3, day, hour, tzinfo=BERLIN)


def test_the_reader_is_asked_once_on_the_morning_of_the_day_and_again_a_working_week_later(people, decision):
    predict(decision, people[0], reads=people[1])
    assert run(at(19)) == []
    assert run(at(20, 7)) == []
    assert run(at(20)) == [("Priya", "prediction.due")]
    assert run(at(20, 15)) == []
    assert run(at(27)) == []
    assert run(at(30)) == [("Imani", "prediction.over"), ("Priya", "prediction.over")]
    assert run(at(31)) == []


def test_a_day_on_a_weekend_asks_on_the_next_working_day(people, decision):
    predict(decision, people[0], read_on=date(2026, 3, 21))
    assert run(at(21)) == []
    assert run(at(23)) == [("Imani", "prediction.due")]


def test_what_is_due_waits_on_its_reader_alone_until_it_is_read(people, decision):
    ux, product, _leader = people
    found = predict(decision, ux, reads=product)
    with time_machine.travel(at(19), tick=False):
        assert waiting_for(product) == 0
    with time_machine.travel(at(24), tick=False):
        assert (waiting_for(product), waiting_for(ux)) == (1, 0)
        (wait,) = waits(product)
        assert (wait.title, wait.node.pk) == ("Read back", found.pk)
        assert wait.why == "Predicted of DEC-1: 14 to 24.5 %. Say what came."
        assert wait.left == "Over since 20 Mar"
        actions.read_prediction(found, Figure(Decimal(18), 9), actor=product)
        assert waiting_for(product) == 0
        actions.dispute_reading(found, reason="No.", actor=ux)
        assert waits(product)[0].why.startswith("The figure is disputed.")


def outcomes(decision, actor, said):
    """Predictions of one person, each with a percent and whether it came."""
    for percent, came in said:
        read(predict(decision, actor, percent=percent), actor, 18 if came else 2)


def test_below_the_least_n_there_is_no_figure_but_words(people, decision):
    outcomes(decision, people[0], [(90, True), (90, False), (90, True)])

    ux = calibrations("side", actor=people[0])[0]

    band = ux.bands[3]
    assert (ux.n, ux.hits, band.share, band.low) == (3, 2, None, None)
    assert band.words == "2 of 3 came. Too few for a share: it takes 5."
    assert ux.brier is None
    assert ux.brier_words == "No Brier score below 10 that were read; these are 3."
    assert ux.chart == ""


def test_shares_have_their_wilson_interval_and_brier_its_n(people, decision):
    outcomes(decision, people[0], [(80, True)] * 4 + [(80, False)] * 2 + [(30, False)] * 5)

    ux = calibrations("side", actor=people[0])[0]

    band = ux.bands[2]
    assert (round(band.share), round(band.low), round(band.high), band.n) == (67, 30, 90, 6)
    assert band.words == "4 of 6 came: 67 % (30 to 90 %), said were 80 %. That fits."
    assert ux.bands[0].words == "0 of 5 came: 0 % (0 to 43 %), said were 30 %. That fits."
    assert ux.brier == pytest.approx((4 * 0.04 + 2 * 0.64 + 5 * 0.09) / 11)
    assert "n = 11" in ux.brier_words
    assert "<table" in ux.chart


def test_too_sure_and_too_shy_are_told_only_outside_the_interval(people, decision):
    outcomes(decision, people[0], [(95, False)] * 6 + [(20, True)] * 6)

    bands = calibrations("side", actor=people[0])[0].bands

    assert bands[3].words.endswith("Less came than was said.")
    assert bands[0].words.endswith("More came than was said.")


def test_a_team_counts_all_a_side_its_own_and_a_person_what_they_said_in_their_name(people, decision):
    ux, product, _leader = people
    for actor, voice in ((ux, "person"), (ux, "side"), (product, "team"), (product, "person")):
        read(predict(decision, actor, voice=voice), actor)
    unread = predict(decision, ux)
    read(unread, ux, None, None, note="Lost.")

    assert [(one.label, one.n, one.unread) for one in calibrations("team", actor=ux)] == [
        ("No product", 4, "1 could not be read.")
    ]
    assert [(one.label, one.n) for one in calibrations("side", actor=ux)] == [("UX", 2), ("Product", 1), ("Other", 0)]
    assert [(one.label, one.n, one.is_yours) for one in calibrations("person", actor=ux)] == [("Imani", 1, True)]


def test_others_see_a_persons_calibration_only_once_that_person_shows_it(people, decision):
    ux, product, _leader = people
    read(predict(decision, product), product)
    assert [one.label for one in calibrations("person", actor=ux)] == ["Imani"]

    actions.show_calibration(True, actor=product)
    actions.show_calibration(True, actor=product)

    assert [one.label for one in calibrations("person", actor=ux)] == ["Imani", "Priya"]
    assert Activity.objects.filter(verb="calibration.shown").count() == 1
    actions.show_calibration(False, actor=product)
    assert [one.label for one in calibrations("person", actor=ux)] == ["Imani"]
    with pytest.raises(Denied):
        actions.show_calibration(True, actor=make_member(Role.READER, like=ux))


@pytest.mark.parametrize("count", [1, 7])
def test_the_list_and_calibration_ask_the_same_queries_however_many_there_are(
    people, decision, count, django_assert_num_queries
):
    for _ in range(count):
        read(predict(decision, people[0]), people[0])
    with django_assert_num_queries(2):
        assert len([queries.shown(one) for one in queries.predictions(actor=people[0])]) == count
    with django_assert_num_queries(1):
        calibrations("side", actor=people[0])


def test_the_pages_predict_read_dispute_and_undo(people, decision):
    ux, product, _leader = people
    browser, other = Browser(ux), Browser(product)
    day = (datetime.now(tz=BERLIN) + timedelta(days=3)).date()
    said = {"about": "DEC-1", "measure": "Fines paid", "low": "14", "high": "24.5", "unit": "%", "percent": "80"}
    said |= {"read_on": day.isoformat(), "voice": "person", "reads": "", "reason": "Spring was so."}
    assert "There is no DEC-9 here" in browser.post("/predictions/new", **said | {"about": "DEC-9"}).content.decode()
    assert "Write a number, such as 12.5." in browser.post("/predictions/new", **said | {"low": "x"}).content.decode()
    assert browser.post("/predictions/new", **said).status_code == 302
    assert "Predictions to be read back" in browser.text("/decisions/DEC-1")
    assert "14 to 24.5 %" in browser.text("/decisions/DEC-1")
    assert 'value="24.5"' in browser.text("/predictions/PRE-1/superseding")
    del said["about"]
    assert browser.post("/predictions/PRE-1/superseding", **said | {"low": "10"}).status_code == 302
    assert "Superseded before its day" in browser.text("/predictions/PRE-1")
    with time_machine.travel(datetime.now(tz=BERLIN) + timedelta(days=4)):
        browser, other = Browser(ux), Browser(product)
        assert "Say why" not in browser.text("/predictions/PRE-2/reading")
        refused = browser.post("/predictions/PRE-2/reading", figure="18")
        assert "of how many" in refused.content.decode().lower()
        assert browser.post("/predictions/PRE-2/reading", figure="18", n="200").status_code == 302
        assert "Hit: 18 % (n = 200, no interval given) lies in the range." in browser.text("/predictions/PRE-2")
        assert "Dispute this figure" in other.text("/predictions/PRE-2")
        assert other.post("/predictions/PRE-2/dispute", reason="").status_code == 422
        assert other.post("/predictions/PRE-2/dispute", reason="Off for a week.").status_code == 302
        assert "Disputed by Priya" in browser.text("/predictions?state=due")
        assert other.post("/predictions/PRE-2/dispute/withdrawal").status_code == 302
    assert "PRE-2" in browser.text("/predictions?state=hit&side=ux")
    assert "No prediction fits" in browser.text("/predictions?state=miss")
    assert browser.post("/predictions/calibration/showing", shown="1").status_code == 302
    assert "Others see how yours came out." in browser.text("/predictions/calibration?by=person")
    assert "1 of 1 that were read came." in browser.text("/predictions/calibration?by=side")


def test_sides_are_those_of_the_moment_at_which_it_was_said(people, decision):
    made = predict(decision, people[0])
    people[0].discipline = Discipline.PRODUCT
    people[0].save()

    assert queries.prediction_by_reference(made.node.reference, actor=people[0]).side == "ux"
