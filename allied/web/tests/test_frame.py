"""The frame of a page: who is shown what, in which appearance, and what a refusal looks like."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, make_workspace
from allied.web import navigation
from allied.web.http import MemberRequest, member_view, redirect_or_refresh, render, toast
from allied.web.jinja import url

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@member_view
def page(request: MemberRequest) -> HttpResponse:
    return render(request, "layouts/base.html", fragment="crumbs")


@member_view
def refuse(request: MemberRequest, how: str) -> HttpResponse:
    raise {
        "missing": NotVisible("There is no such insight."),
        "denied": Denied("Your role does not publish."),
        "state": InvalidState("It has no evidence yet."),
        "input": BadInput(title="Write a title."),
    }[how]


@member_view
def save(request: MemberRequest) -> HttpResponse:
    toast(request, "Insight published.", undo_url=url("page"))
    return redirect_or_refresh(request, "page")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something")


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


urlpatterns = [
    path("", include("allied.web.urls")),
    path("accounts/login/", home, name="account_login"),
    path("w/<slug:workspace>/page", page, name="page"),
    path("w/<slug:workspace>/save", save, name="save"),
    path("w/<slug:workspace>/refuse/<str:how>", refuse, name="refuse"),
    path("broken", broken),
]
handler404 = "allied.web.views.not_found"
handler500 = "allied.web.views.server_error"


@pytest.fixture(autouse=True)
def nothing_in_the_sidebar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})


def signed_in(member: Member) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member.user)
    return client


def test_a_member_gets_the_frame_with_workspace_product_and_name() -> None:
    member = make_member(name="Imani Okafor")

    answer = signed_in(member).get(f"/w/{member.workspace.slug}/page")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Studio" in text
    assert "Imani Okafor" in text
    assert "style=" not in text
    assert answer.headers["Vary"].count("HX-Request") == 1


def test_somebody_else_gets_not_found_and_the_signed_out_the_sign_in_page() -> None:
    member, stranger = make_member(), make_member(workspace=make_workspace("Elsewhere"))
    address = f"/w/{member.workspace.slug}/page"

    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).headers["Location"] == f"/accounts/login/?next={address}"
    assert Client().get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"].startswith("/accounts/login/")


@pytest.mark.parametrize(("how", "status"), [("missing", 404), ("denied", 403), ("state", 409), ("input", 422)])
def test_a_refusal_is_a_page_or_a_toast_with_the_same_sentence(how: str, status: int) -> None:
    member = make_member()
    client, address = signed_in(member), f"/w/{member.workspace.slug}/refuse/{how}"
    sentence = {"missing": "no such", "denied": "does not publish", "state": "no evidence", "input": "a title"}[how]

    whole = client.get(address)
    part = client.get(address, headers={"HX-Request": "true"})

    assert (whole.status_code, part.status_code) == (status, status)
    assert sentence in whole.content.decode()
    assert "<main" in whole.content.decode()
    assert sentence in part.content.decode()
    assert "<main" not in part.content.decode()
    assert part.headers["HX-Retarget"] == "#toasts"


def test_a_toast_waits_for_the_next_page_and_carries_its_undo_as_a_form() -> None:
    member = make_member()
    client, slug = signed_in(member), member.workspace.slug

    client.get(f"/w/{slug}/save")
    first, second = (client.get(f"/w/{slug}/page").content.decode() for _ in range(2))

    assert "Insight published." in first
    assert f'<form class="inline-form" method="post" action="/w/{slug}/page"' in first
    assert "Insight published." not in second


def test_a_fragment_brings_waiting_toasts_out_of_band() -> None:
    member = make_member()
    client, slug = signed_in(member), member.workspace.slug
    client.get(f"/w/{slug}/save")

    part = client.get(f"/w/{slug}/page", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'hx-swap-oob="beforeend:#toasts"' in part


def test_theme_and_density_come_from_a_cookie_and_unknown_words_change_nothing() -> None:
    member = make_member()
    client, address = signed_in(member), f"/w/{member.workspace.slug}/page"

    client.post("/appearance", {"theme": "dark"})
    answer = client.post("/appearance", {"density": "compact", "theme": "loud", "next": address})

    assert answer.headers["Location"] == address
    assert '<html lang="en" dir="ltr" data-density="compact" data-theme="dark">' in client.get(address).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_appearance_leads_back_inside_only(elsewhere: str) -> None:
    assert Client().post("/appearance", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


def test_the_chosen_product_is_kept_for_its_workspace() -> None:
    member = make_member()
    client, slug = signed_in(member), member.workspace.slug

    client.post(f"/w/{slug}/product", {"product": "borrow", "next": f"/w/{slug}/page"})

    assert "<title>Allied · Borrow · Allied</title>" in client.get(f"/w/{slug}/page").content.decode()


def test_a_failure_stands_alone_and_an_unknown_page_says_so() -> None:
    client = Client(raise_request_exception=False)

    assert "Something broke on our side" in client.get("/broken").content.decode()
    assert "There is no such page here" in client.get("/nowhere").content.decode()
