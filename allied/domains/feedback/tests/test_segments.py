"""What is known of the people and companies behind feedback, by any name: grouped, ordered, asked for."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback.tests.building import feedback
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def test_a_list_groups_and_orders_by_any_segment():
    editor = make_member()
    for company, plan in [("Northwind", "pro"), ("Acme", "free"), ("Northwind", "pro")]:
        feedback(editor, f"They of {company} wait", segments={"company": company, "their plan": plan})
    feedback(editor, "Somebody waits")
    client = Client()
    client.force_login(editor.user)
    address = reverse("feedback:list", kwargs={"workspace": editor.workspace.slug})

    grouped = client.get(address, {"group": "segment.company"}).content.decode()
    ordered = client.get(address, {"layout": "table", "sort": "segment.their plan"}).content.decode()

    assert grouped.index("They of Acme") < grouped.index("They of Northwind") < grouped.index("Somebody waits")
    assert "No company" in grouped
    assert ordered.index("They of Acme") < ordered.index("They of Northwind") < ordered.index("Somebody waits")
