"""Labels as pages and in lists."""

from __future__ import annotations

import pytest

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.labels.actions import add_label, set_labels
from allied.kernel.labels.models import Label
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.testing import make_member
from allied.site.tests.test_comments import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.fixture
def browser(imani):
    for claim in ("They leave when the wait is unknown", "They stay for a date"):
        draft_insight(Wording(claim), actor=imani)
    return Browser(imani)


def test_labels_are_put_on_a_record_and_taken_off(browser):
    browser.post("/talk/on/INS-1/labels", new="Waiting")
    label = Label.objects.get()
    assert "Waiting</span>" in browser.text("/insights/INS-1")
    assert "On 1 object" in browser.text("/labels")

    browser.post("/talk/on/INS-1/labels")

    assert "Waiting</span>" not in browser.text("/insights/INS-1")
    assert Label.objects.get() == label


def test_a_list_shows_and_filters_by_labels(browser, imani):
    label = add_label("Waiting", actor=imani)
    set_labels(draft_insight(Wording("Third"), actor=imani).node, [label], actor=imani)

    shown = browser.text(f"/insights?where=labels~is~{label.pk}&cols=labels")
    others = browser.text("/insights?where=labels~empty~")

    assert "Third" in shown
    assert "They stay" not in shown
    assert "Waiting" in shown
    assert "They stay" in others
    assert "Third" not in others


def test_labels_are_renamed_merged_deleted_and_brought_back(browser, imani):
    one, two = add_label("Waiting", actor=imani), add_label("Queue", actor=imani)

    assert browser.post(f"/labels/{one.pk}", name="Wait", tone="note").status_code == 302
    assert browser.post(f"/labels/{one.pk}", name="queue", tone="").status_code == 422
    browser.post(f"/labels/{one.pk}/merge", into=two.pk)
    page = browser.text("/labels")
    assert "Change Wait<" not in page
    assert f"/labels/{one.pk}/restoration" in page
    browser.post(f"/labels/{one.pk}/restoration")
    browser.post(f"/labels/{two.pk}/deletion")

    assert [label.name for label in Label.objects.filter(ended_at=None)] == ["Wait"]


def test_a_new_label_is_taken_back_by_one_undo_and_one_that_was_there_is_not(browser, imani):
    browser.post("/labels", name="Waiting")
    act = to_undo(actor=imani)[0]
    assert "Waiting" in act.words

    browser.client.post(act.undo_url)

    assert Label.objects.get().ended_at is not None
    acts = to_undo(actor=imani).count()
    set_labels(Node.objects.latest("pk"), [add_label("Old", actor=imani)], actor=imani)
    browser.post("/labels", name="old")
    assert to_undo(actor=imani).count() == acts
