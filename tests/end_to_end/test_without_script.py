"""From a file to a published insight on an opportunity, in a browser that runs no script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import Window
from tests.end_to_end import story
from tests.end_to_end.cases import case
from tests.end_to_end.hands import Plain

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_file_to_opportunity_without_script(window: Window, worker: None, tmp_path: Path) -> None:
    told = case(tmp_path)
    imani = Plain(window(java_script_enabled=False).new_page())

    story.set_up(imani)
    story.import_file(imani, told)
    story.draft(imani, told)
    story.frame(imani, told)

    expect(imani.main.get_by_role("region", name="The thread").get_by_role("link", name=told.claim)).to_be_visible()
