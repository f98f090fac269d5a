"""What travels compressed, and that its size tells nothing."""

import gzip

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from allied.web.compression import Compression

PAGE = "<p>What people said about waiting.</p>" * 50


def answered(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    def view(_request: HttpRequest) -> HttpResponseBase:
        return response

    return Compression(view)(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))


def test_a_page_is_compressed_and_opens_to_the_same_words() -> None:
    response = answered(HttpResponse(PAGE))
    assert isinstance(response, HttpResponse)
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert len(response.content) < len(PAGE) / 4
    assert gzip.decompress(response.content).decode() == PAGE


def test_a_client_that_does_not_take_it_gets_the_page_as_it_is() -> None:
    response = answered(HttpResponse(PAGE), accepts="identity")
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == PAGE


def test_the_same_page_is_not_always_of_the_same_size() -> None:
    sizes = set()
    for _time in range(30):
        response = answered(HttpResponse(PAGE))
        assert isinstance(response, HttpResponse)
        sizes.add(len(response.content))
    assert len(sizes) > 1


def test_pictures_and_streams_are_left_as_they_are() -> None:
    picture = answered(HttpResponse(PAGE, content_type="image/png"))
    stream = answered(FileResponse([PAGE.encode()], content_type="text/plain"))
    assert not picture.has_header("Content-Encoding")
    assert not stream.has_header("Content-Encoding")
