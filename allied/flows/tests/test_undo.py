"""What a flow made goes to the trash by one undo; what it was made from stays."""

import pytest

from allied.domains.discovery.actions import frame_opportunity
from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.tests.builders import Browser, make_evidence
from allied.kernel.nodes.models import Node
from allied.kernel.personal.queries import to_undo
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db

FLOWS = {
    "insight": ("/evidence/new-insight", {"node": ["FBK-1"], "claim": "Waits are unknown"}),
    "opportunity": ("/thread/new-opportunity?from=INS-1", {"title": "Help me plan"}),
    "item": ("/thread/new-item?from=OPP-1", {"title": "Estimate", "horizon": "next"}),
}


@pytest.mark.parametrize("kind", FLOWS)
def test_what_a_flow_made_goes_to_the_trash_and_its_links_with_it(kind):
    member = make_member()
    evidence = make_evidence(member, "I waited three weeks")
    link(evidence, "supports", draft_insight(Wording("People leave"), actor=member).node, actor=member)
    frame_opportunity(title="Know the wait", actor=member)
    browser, (place, filled) = Browser(member), FLOWS[kind]
    assert browser.post(place, **filled).status_code == 302
    made = Node.objects.filter(kind=kind).latest("number")
    assert Link.objects.count() == 2

    act = to_undo(actor=member)[0]
    assert browser.client.post(act.undo_url).status_code == 302

    made.refresh_from_db()
    assert made.trashed_at is not None
    assert Link.objects.count() == 1
