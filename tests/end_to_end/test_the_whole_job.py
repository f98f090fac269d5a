"""From an empty installation to a roadmap item with its thread, and a second side that disagrees."""

from pathlib import Path

import pytest

from conftest import Window
from tests.end_to_end import story
from tests.end_to_end.cases import case
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    ("hands", "device"), [(Mouse, DESK), (Keyboard, DESK), (Finger, PHONE)], ids=["by mouse", "by keyboard", "by touch"]
)
def test_the_whole_job(window: Window, worker: None, tmp_path: Path, hands: type[Mouse], device: dict) -> None:
    told = case(tmp_path)
    imani, priya = hands(window(**device).new_page()), hands(window(**device).new_page())

    story.set_up(imani)
    story.join(priya, story.invite(imani))
    story.import_file(imani, told)
    story.draft(imani, told)
    story.frame(imani, told)
    story.plan(imani)
    story.walk(imani, told)

    story.disagree(priya, told)
    for person in (imani, priya):
        story.read(person, told, told.disputed)

    story.answer(imani, told)
    for person in (imani, priya):
        story.read(person, told, told.settled)
