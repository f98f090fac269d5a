"""Remembered addresses read as those that Django makes."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import NoReverseMatch, include, path, reverse

from allied.kernel.nodes.addresses import address, address_if_any


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


pages = [path("<str:reference>", page, name="detail"), path("<str:reference>/<int:at>", page, name="one")]
urlpatterns = [
    path("w/<slug:workspace>/insights/", include((pages, "insights"))),
    path("w/<slug:workspace>/people", page, name="people"),
    path("out", page, name="out"),
]
pytestmark = pytest.mark.urls(__name__)
GIVEN = [
    ("out", {}),
    ("people", {"workspace": "acme"}),
    ("insights:detail", {"workspace": "acme", "reference": "INS-12"}),
    ("insights:detail", {"reference": "INS-7", "workspace": "other"}),
    ("insights:detail", {"workspace": "acme", "reference": "what is this?"}),
    ("insights:one", {"workspace": "acme", "reference": "INS-12", "at": 3}),
]


@pytest.mark.parametrize(("name", "given"), GIVEN)
def test_an_address_reads_as_django_makes_it_also_when_it_is_asked_for_again(name, given):
    assert address(name, **given) == address(name, **given) == reverse(name, kwargs=given)


def test_what_is_no_page_stays_none_and_raises():
    for _ in range(2):
        assert address_if_any("people") == address_if_any("nowhere", workspace="acme") == ""
        with pytest.raises(NoReverseMatch):
            address("people")


def test_other_pages_have_other_addresses():
    assert address("out") == "/out"

    with override_settings(ROOT_URLCONF="allied.site.urls"):
        assert address_if_any("out") == ""
