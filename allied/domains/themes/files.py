"""What a run has found so far, in files, so that a process that is killed goes on instead of beginning again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings


def folder(key: str) -> Path:
    place = Path(settings.HOME) / "themes" / key
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def forget(key: str) -> None:
    shutil.rmtree(Path(settings.HOME) / "themes" / key, ignore_errors=True)


def kept_json(path: Path, make: Callable[[], Any]) -> Any:
    """What the file holds; made and written first, where it is missing."""
    if not path.exists():
        written = path.with_suffix(".part")
        written.write_text(json.dumps(make()), encoding="utf-8")
        written.replace(path)
    return json.loads(path.read_text(encoding="utf-8"))


def kept_array(path: Path, make: Callable[[], Any]) -> Any:
    """The same for an array."""
    import numpy as np  # noqa: PLC0415  heavy

    if not path.exists():
        written = path.with_suffix(".part.npy")
        np.save(written, make(), allow_pickle=False)
        written.replace(path)
    return np.load(path, allow_pickle=False)
