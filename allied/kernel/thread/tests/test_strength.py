import random
import threading
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.jobs.models import Job
from allied.kernel.jobs.runner import run_all
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread import models, strength
from allied.kernel.thread.actions import link, unlink
from allied.kernel.thread.decline import Aged
from allied.kernel.thread.formula import assess
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.offers import Evidence, offer, offer_for_new, withdraw
from allied.kernel.thread.records import from_row
from allied.kernel.thread.tests.builders import LONG_AGO, make_claim, make_evidence, support

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def stored(claim):
    return from_row(models.Strength.objects.get(pk=claim.pk))


def assert_nothing_differs_from_scratch(workspace):
    assert strength.rebuild(workspace) == 0


def test_a_claim_without_evidence_is_an_assumption(member):
    claim = make_claim(member)
    item = create("item", title="Say how long it takes", actor=member)

    found = strength.strength_of([claim, item], today=strength.today_in(member.workspace))

    assert found == {claim.pk: assess((), (), today=date.today())}
    assert found[claim.pk].level is Level.ASSUMPTION


def test_evidence_reaches_every_claim_downstream_in_the_same_request(member):
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    parent = make_claim(member, kind="opportunity")
    link(insight, "supports", opportunity, actor=member)
    link(opportunity, "part_of", parent, actor=member)

    support(insight, member, 5)

    for claim in (insight, opportunity, parent):
        assert (stored(claim).level, stored(claim).s) == (Level.SUPPORTED, 3000)
    assert_nothing_differs_from_scratch(member.workspace)


def test_evidence_against_changes_level_and_flag(member):
    claim = make_claim(member)
    support(claim, member, 2)
    support(claim, member, relation="contradicts")

    assert (stored(claim).level, stored(claim).flag, stored(claim).c) == (Level.ANECDOTAL, Flag.CONTESTED, 600)


def test_what_stands_for_an_objection_stands_against_the_claim(member):
    objection, claim = make_claim(member), make_claim(member)
    link(objection, "contradicts", claim, actor=member)
    support(objection, member, 3)
    support(objection, member, relation="contradicts")

    assert (stored(claim).s, stored(claim).c, stored(claim).people_against) == (0, 1800, 3)


def test_unlinking_takes_the_evidence_away_again(member):
    claim, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    made = link(claim, "supports", opportunity, actor=member)
    support(claim, member, 2)

    unlink(made, actor=member)

    assert stored(claim).people_for == 2
    assert stored(opportunity).level is Level.ASSUMPTION


def test_a_retired_claim_keeps_its_own_evidence_and_passes_nothing_on(member):
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    link(insight, "supports", opportunity, actor=member)
    support(insight, member, 2)

    enter_state(insight, "retired")
    strength.refresh([insight])

    assert stored(insight).people_for == 2
    assert stored(opportunity).people_for == 0


def test_archived_evidence_is_dead(member):
    claim = make_claim(member)
    (evidence,) = support(claim, member)

    evidence.archived_at = timezone.now()
    evidence.save(update_fields=["archived_at"])
    strength.refresh([evidence])

    assert stored(claim).level is Level.ASSUMPTION


def test_withdrawing_one_participant_changes_all_that_rested_on_them(member):
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    link(insight, "supports", opportunity, actor=member)
    support(insight, member, 5, person="p07", method="interview")
    support(opportunity, member, person="p07", method="usability_test")
    support(opportunity, member, person="p08")

    assert withdraw("p07", actor=member) == 6

    assert stored(insight).people_for == 0
    assert stored(opportunity).people_for == 1
    trail = Activity.objects.get(verb="evidence.withdrawn")
    assert trail.details == {"atoms": 6}
    assert_nothing_differs_from_scratch(member.workspace)


def test_withdrawing_stops_at_the_workspace_and_at_nobody(member):
    stranger = make_member()
    claim = make_claim(stranger)
    support(claim, stranger, person="p07")

    assert withdraw("p07", actor=member) == 0
    assert withdraw("", actor=member) == 0
    assert stored(claim).people_for == 1
    assert not Activity.objects.filter(verb="evidence.withdrawn").exists()


def test_a_correction_replaces_what_a_node_offered_but_never_brings_back_what_was_withdrawn(member):
    claim = make_claim(member)
    (evidence,) = support(claim, member, person="p07", on=LONG_AGO)
    offer(evidence, [Evidence("interview", date(2026, 1, 1), person="p07")])
    assert stored(claim).newest_on == date(2026, 1, 1)

    withdraw("p07", actor=member)
    offer(evidence, [Evidence("interview", date(2026, 2, 1), person="p07")])

    assert stored(claim).level is Level.ASSUMPTION


@pytest.mark.parametrize(
    "evidence",
    [Evidence("rumor", LONG_AGO), Evidence("survey", LONG_AGO, n=3, x=4), Evidence("survey", LONG_AGO, "p", n=3)],
)
def test_evidence_that_makes_no_sense_is_refused(member, evidence):
    node = create("feedback", title="Slow", actor=member)

    with pytest.raises(BadInput, match="Nothing was stored"):
        offer(node, [evidence])


def test_rows_of_one_import_count_as_one_result(member):
    claim = make_claim(member)
    nodes = [create("feedback", title="Slow", actor=member) for _ in range(9)]
    offer_for_new((node, Evidence("feedback", LONG_AGO, source="import-1")) for node in nodes)
    strength.set_half_life(claim, None, actor=member)

    for node in nodes:
        link(node, "supports", claim, actor=member)

    assert (stored(claim).s, stored(claim).people_for) == (1800, 9)


def test_a_level_read_after_its_date_is_worked_out_at_read_and_stored_by_the_job(member):
    claim = make_claim(member)
    with time_machine.travel(datetime(2024, 11, 3, 12, tzinfo=UTC), tick=False):
        support(claim, member, 5)
        assert stored(claim).valid_until == date(2026, 5, 3)

    with time_machine.travel(datetime(2026, 5, 3, 12, tzinfo=UTC), tick=False):
        found = strength.strength_of([claim], today=date(2026, 5, 3))[claim.pk]
        assert (found.level, found.aged) == (Level.EMERGING, Aged(Level.SUPPORTED, date(2026, 5, 3)))
        assert stored(claim).level is Level.SUPPORTED

        Job.objects.create(task="thread.strength")
        run_all()

        assert stored(claim) == found
        assert strength.strength_of([claim], today=date(2026, 5, 2))[claim.pk] == found


def test_the_day_turns_at_midnight_of_the_workspace(member):
    member.workspace.time_zone = "Pacific/Auckland"
    with time_machine.travel(datetime(2026, 5, 2, 12, 30, tzinfo=UTC)):
        assert strength.today_in(member.workspace) == date(2026, 5, 3)


def test_a_claim_may_set_its_own_half_life(member):
    claim = make_claim(member)
    support(claim, member, 5, on=LONG_AGO)
    assert stored(claim).level is Level.ANECDOTAL

    strength.set_half_life(claim, None, actor=member)

    assert (stored(claim).level, stored(claim).valid_until) == (Level.SUPPORTED, None)
    assert Activity.objects.get(verb="strength.half_life_changed").details == {
        "changed": ["months"],
        "old": 18,
        "new": None,
    }


def test_half_lives_are_refused_where_they_make_no_sense(member):
    claim, item = make_claim(member), create("item", title="Ship", actor=member)

    with pytest.raises(BadInput, match="1 to 600 months"):
        strength.set_half_life(claim, 0, actor=member)
    with pytest.raises(InvalidState, match="ITM-1 is no claim"):
        strength.set_half_life(item, 6, actor=member)
    with pytest.raises(Denied):
        strength.set_half_life(claim, 6, actor=make_member(Role.READER, like=member))
    with pytest.raises(NotVisible):
        strength.set_half_life(claim, 6, actor=make_member())


def test_a_claim_explains_itself(member):
    claim = make_claim(member)
    support(claim, member, 4, method="interview")
    support(claim, member, relation="contradicts")

    explained = strength.explain(claim, actor=member)

    assert str(explained.words) == (
        "Emerging: 4 people, interviews only, newest from today, 1 person disagrees. "
        "Supported needs 1 more person; Strong needs 3 people observed."
    )


@pytest.mark.parametrize("claims", [1, 30])
def test_one_change_takes_the_same_queries_however_many_claims_follow(member, django_assert_num_queries, claims):
    first = make_claim(member)
    for _ in range(claims):
        link(first, "supports", make_claim(member, kind="opportunity"), actor=member)
    (evidence,) = support(first, member)
    models.Atom.objects.filter(node=evidence).update(dated_on=LONG_AGO)

    with transaction.atomic(), django_assert_num_queries(4 + 3 + 1):  # down three levels, up one
        strength.refresh([evidence])
    with django_assert_num_queries(1):
        strength.strength_of([first, evidence], today=LONG_AGO)


def test_incremental_equals_from_scratch_after_any_history(member):
    chance = random.Random(7)
    claims = [make_claim(member, f"Claim {i}", "insight" if i < 5 else "opportunity") for i in range(8)]
    strength.refresh(claims)
    evidence, links = [], []
    for _ in range(60):
        act = chance.choice(["evidence", "evidence", "support", "link", "unlink", "withdraw", "end", "half-life"])
        claim = chance.choice(claims)
        if act == "evidence":
            evidence.append(
                make_evidence(
                    member,
                    method=chance.choice(["interview", "usability_test", "workshop_note"]),
                    person=f"p{chance.randrange(12)}",
                    on=date(chance.randrange(2020, 2027), 3, 31),
                )
            )
        elif act == "support" and evidence:
            attempt(links, chance.choice(evidence), chance.choice(["supports", "contradicts"]), claim, member)
        elif act == "link":
            attempt(links, claim, chance.choice(["supports", "contradicts", "part_of"]), chance.choice(claims), member)
        elif act == "unlink" and links:
            unlink(links.pop(chance.randrange(len(links))), actor=member)
        elif act == "withdraw":
            withdraw(f"p{chance.randrange(12)}", actor=member)
        elif act == "end":
            claim.refresh_from_db()
            enter_state(claim, "retired" if claim.state != "retired" else claim.spec.first_state)
            strength.refresh([claim])
        elif act == "half-life":
            strength.set_half_life(claim, chance.choice([None, 6, 18]), actor=member)

        assert_nothing_differs_from_scratch(member.workspace)
    assert links


def attempt(links, source, relation, target, member):
    """Link if the thread allows it."""
    try:
        made = link(source, relation, target, actor=member)
    except InvalidState:
        return
    if made not in links:
        links.append(made)


def test_rebuilding_repairs_figures_that_were_lost(member):
    claim = make_claim(member)
    support(claim, member, 3)
    models.Strength.objects.update(s=0, people_for=0)

    said = StringIO()
    call_command("rebuild_strength", stdout=said)

    assert said.getvalue() == f"{member.workspace.slug}: 1 differed\n"
    assert stored(claim).people_for == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
def test_changes_at_the_same_moment_lose_nothing():
    member = make_member()
    claim = make_claim(member, kind="opportunity")
    insights = [make_claim(member) for _ in range(4)]
    for insight in insights:
        link(insight, "supports", claim, actor=member)
    ready = threading.Barrier(4)

    def add(insight):
        ready.wait()
        try:
            for _ in range(5):
                support(insight, member)
        finally:
            connection.close()

    workers = [threading.Thread(target=add, args=[insight]) for insight in insights]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    close_old_connections()

    assert stored(claim).people_for == 20
    assert_nothing_differs_from_scratch(member.workspace)
