"""A memo as a file to download."""

from __future__ import annotations

from django.http import HttpResponse

from allied.kernel.talk.mail import site
from allied.web.memo import Memo, markdown


def memo_file(memo: Memo, form: str, name: str) -> HttpResponse | None:
    """As ``md`` or ``pdf``; None for any other form, which is the page."""
    if form == "md":
        answer = HttpResponse(markdown(memo, site=site()), content_type="text/markdown; charset=utf-8")
    elif form == "pdf":
        from allied.web.pdf import pdf  # noqa: PLC0415  brings fonts

        answer = HttpResponse(pdf(memo, site=site()), content_type="application/pdf")
    else:
        return None
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
