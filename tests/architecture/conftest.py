"""Two worlds for a module; what a test does in them is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.architecture import world


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[tuple[world.World, world.World]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build("Here"), world.build("Elsewhere")
        transaction.set_rollback(True)


@pytest.fixture
def here(worlds, db) -> world.World:
    return worlds[0]


@pytest.fixture
def elsewhere(worlds, db) -> world.World:
    return worlds[1]
