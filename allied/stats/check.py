"""Run gold files: ``python -m allied.stats.check FILE…`` compares every case with what the library computes.

A file is a list of cases ``{id, method, inputs, expected, tolerance, referee_full_precision?}``. Only the keys present
in ``expected`` are compared, recursively. A number passes when ``|got - expected| <= abs + rel * |expected|``; text,
null, truth values and the lengths of lists must be the same. ``referee_full_precision``, where given, is held at 1e-6
relative. Prints each failure and last ``N passed, M failed``; the exit code is 1 when any case fails.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from allied.stats.adapter import run
from allied.stats.errors import StatsError

# Referees print about twelve digits, so what they call 0 may be a rounding remainder.
REFEREE = {"rel": 1e-6, "abs": 1e-12}


def check_case(case: Mapping[str, Any]) -> list[str]:
    """What is wrong with one case, a line each; empty when it passes."""
    try:
        got = run(case["method"], case["inputs"])
    except StatsError as refusal:
        return [f"refused: {refusal}"]
    except Exception as crash:  # one broken method must not hide the outcome of all other cases
        return [f"crashed: {type(crash).__name__}: {crash}"]
    wrong = list(_differences("", got, case["expected"], case.get("tolerance", {})))
    exact = case.get("referee_full_precision", {})
    return wrong + [f"{line} (full precision)" for line in _differences("", got, exact, REFEREE)]


def _differences(path: str, got: Any, expected: Any, tolerance: Mapping[str, float]) -> Iterator[str]:
    if isinstance(expected, Mapping):
        yield from _in_dict(path, got, expected, tolerance)
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            yield f"{path or 'result'}: got {got!r}, expected {expected!r}"
            return
        for place, (got_item, expected_item) in enumerate(zip(got, expected, strict=True)):
            yield from _differences(f"{path}[{place}]", got_item, expected_item, tolerance)
    elif not _same(got, expected, tolerance):
        yield f"{path or 'result'}: got {got!r}, expected {expected!r}"


def _in_dict(path: str, got: Any, expected: Mapping[str, Any], tolerance: Mapping[str, float]) -> Iterator[str]:
    for key, value in expected.items():
        inner = f"{path}.{key}" if path else key
        if not isinstance(got, Mapping) or key not in got:
            yield f"{inner}: got nothing, expected {value!r}"
        else:
            yield from _differences(inner, got[key], value, tolerance)


def _same(got: Any, expected: Any, tolerance: Mapping[str, float]) -> bool:
    if isinstance(expected, (str, bool)) or expected is None:
        return type(got) is type(expected) and bool(got == expected)
    if isinstance(got, bool) or not isinstance(got, (int, float)):
        return False
    allowed = tolerance.get("abs", 0) + tolerance.get("rel", 0) * abs(expected)
    return bool(abs(got - expected) <= allowed)


def main(paths: Sequence[str]) -> int:
    """Check every file and print the outcome; 0 when all cases pass, 1 when one fails, 2 when there is no file."""
    if not paths:
        print("Name at least one gold file: python -m allied.stats.check FILE…", file=sys.stderr)
        return 2
    passed = failed = 0
    for case in (case for path in paths for case in json.loads(Path(path).read_text(encoding="utf-8"))):
        wrong = check_case(case)
        passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
        for line in wrong:
            print(f"{case['id']}: {line}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
