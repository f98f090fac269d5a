import json
import stat

import pytest

from allied.kernel.errors import InvalidState
from allied.kernel.sealing import OVERHEAD, new_key, seal, unseal
from allied.kernel.sealing.keyfile import path


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    settings.HOME = tmp_path


def test_what_is_sealed_opens_again_for_whom_it_was_sealed():
    key = new_key()

    sealed = seal("Leave it out: 1 of 5 – no", key=key, length=100, bound_to="rnd_1:7")

    assert unseal(sealed, key=key, bound_to="rnd_1:7") == "Leave it out: 1 of 5 – no"


def test_texts_of_any_length_look_alike():
    key = new_key()

    sizes = {len(seal("x" * n, key=key, length=100, bound_to="a")) for n in (0, 1, 99, 100)}

    assert sizes == {100 + 4 + OVERHEAD}


def test_one_text_is_never_sealed_alike_twice():
    key = new_key()

    assert seal("same", key=key, length=9, bound_to="a") != seal("same", key=key, length=9, bound_to="a")


def test_a_text_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="101 bytes"):
        seal("x" * 101, key=new_key(), length=100, bound_to="a")


def test_it_opens_for_nobody_else():
    key = new_key()
    sealed = seal("mine", key=key, length=9, bound_to="rnd_1:7")

    with pytest.raises(InvalidState, match="keys.json"):
        unseal(sealed, key=key, bound_to="rnd_1:8")


def test_a_changed_ciphertext_does_not_open():
    key = new_key()
    sealed = bytearray(seal("mine", key=key, length=9, bound_to="a"))
    sealed[-1] ^= 1

    with pytest.raises(InvalidState):
        unseal(bytes(sealed), key=key, bound_to="a")


def test_the_key_file_is_made_once_and_readable_by_its_owner_alone():
    new_key()
    first = path().read_text()
    new_key()

    assert path().read_text() == first
    assert stat.S_IMODE(path().stat().st_mode) == 0o600


def test_without_the_key_file_nothing_opens():
    key = new_key()
    sealed = seal("mine", key=key, length=9, bound_to="a")
    path().unlink()
    new_key()

    with pytest.raises(InvalidState, match="Put back the one that was in use"):
        unseal(sealed, key=key, bound_to="a")


def test_an_older_key_still_opens_what_it_sealed():
    key = new_key()
    sealed = seal("mine", key=key, length=9, bound_to="a")
    kept = json.loads(path().read_text())
    path().write_text(json.dumps({"current": "next", "keys": {**kept["keys"], "next": "A" * 43 + "="}}))
    new_key()

    assert unseal(sealed, key=key, bound_to="a") == "mine"
