"""The sizes that can be computed with, and how refusals speak of numbers."""

from typing import SupportsFloat

# Beyond these sizes squares of squares leave the range of floating point; nothing that teams measure comes near.
LARGEST, SMALLEST = 1e60, 1e-60


def short(value: SupportsFloat) -> str:
    """A number in six figures."""
    return f"{float(value):.6g}"


def limits(low: int | None, high: int | None) -> str:
    """What a whole number may be; at least one limit is given."""
    if low is None:
        return f"of at most {high}"
    return f"of at least {low}" if high is None else f"from {low} to {high}"


def there_are(quantity: int) -> str:
    """ "is 1" or "are 3"."""
    return "is 1" if quantity == 1 else f"are {quantity}"
