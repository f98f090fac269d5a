import pytest
from django.test import Client
from django.urls import reverse

from allied.kernel.testing import make_member
from allied.kernel.thread.worked_cases import WORKED_CASES

pytestmark = pytest.mark.django_db


def test_the_formula_is_written_out_with_its_worked_cases():
    member, client = make_member(), Client()
    client.force_login(member.user)
    address = reverse("help-evidence-strength", kwargs={"workspace": member.workspace.slug})

    assert client.get("/help/evidence-strength").url == address
    page = client.get(address).content.decode()

    assert "In one minute" in page
    assert all(case.words[1:] in page for case in WORKED_CASES)


def test_the_short_address_leads_strangers_to_the_sign_in():
    assert "sign-in" in Client().get("/help/evidence-strength").url
