"""Attachments as pages serve them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.files.models import Attachment
from allied.kernel.people.catalogue import Role
from allied.kernel.talk.models import Comment
from allied.kernel.testing import make_member
from allied.site.tests.test_comments import HTMX, Browser

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.fixture
def imani():
    return make_member(Role.CONTRIBUTOR, name="Imani Okafor")


@pytest.fixture
def browser(imani):
    draft_insight(Wording("They leave when the wait is unknown"), actor=imani)
    return Browser(imani)


def upload(name="a.png", content=PNG):
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_an_image_stands_on_the_record_and_asks_for_its_description(browser):
    answer = browser.post("/talk/on/INS-1/files", files=[upload()])
    made = Attachment.objects.get()

    assert answer["Location"].endswith("#discussion")
    page = browser.text("/insights/INS-1")
    assert f'<img src="{browser.root}/files/{made.pk}" alt="a.png"' in page
    assert "Describe this image" in page
    browser.post(f"/files/{made.pk}/description", description="A queue of 12 people")
    assert 'alt="A queue of 12 people"' in browser.text("/insights/INS-1")


def test_only_safe_images_are_drawn_and_everything_is_served_in_a_sandbox(browser):
    browser.post(
        "/talk/on/INS-1/files", files=[upload(), upload("b.svg", SVG), upload("c.html", b"<script>x</script>")]
    )

    for made in Attachment.objects.all():
        answer = browser.get(f"/files/{made.pk}")
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        if made.name == "a.png":
            assert answer["Content-Type"] == "image/png"
            assert b"".join(answer.streaming_content) == PNG
        else:
            assert answer["Content-Type"] == "application/octet-stream"
            assert answer["Content-Disposition"].startswith("attachment")


def test_files_come_with_a_comment_or_not_at_all(browser):
    refused = browser.post("/talk/on/INS-1/comments", text="With it", files=[upload("run.exe", b"MZ" + b"\0" * 300)])
    part = browser.post("/talk/on/INS-1/comments", HTMX, text="With it", files=[upload("run.exe", b"MZ" + b"\0" * 300)])

    assert (refused.status_code, part.status_code) == (422, 422)
    assert "is a program" in refused.content.decode()
    assert "is a program" in part.content.decode()
    assert not Comment.objects.exists()
    made = browser.post("/talk/on/INS-1/comments", HTMX, text="With it", files=[upload()]).content.decode()
    assert "/files/att_" in made


def test_what_was_removed_is_gone_until_it_is_brought_back(browser):
    browser.post("/talk/on/INS-1/files", files=[upload("a.txt", b"a")])
    made = Attachment.objects.get()

    browser.post(f"/files/{made.pk}/removal")
    assert browser.get(f"/files/{made.pk}").status_code == 404
    browser.post(f"/files/{made.pk}/removal/undo")

    answer = browser.get(f"/files/{made.pk}")
    assert b"".join(answer.streaming_content) == b"a"


def test_who_belongs_elsewhere_gets_no_file(browser, imani):
    browser.post("/talk/on/INS-1/files", files=[upload()])
    made = Attachment.objects.get()
    stranger = Browser(make_member(Role.OWNER))

    assert stranger.client.get(f"{browser.root}/files/{made.pk}").status_code == 404
    assert stranger.get(f"/files/{made.pk}").status_code == 404
    assert Browser(make_member(Role.GUEST, like=imani)).get(f"/files/{made.pk}").status_code == 404
