"""What the library refuses, and why: every refusal is a ``StatsError`` that speaks in a sentence.

A sentence names the argument, the value that came, and what is allowed, so that a page can print it beside the field
it belongs to. Nothing is coerced and nothing undefined is returned: a figure that cannot be computed is refused.
"""


class StatsError(ValueError):
    """A figure that cannot be computed from what was given; the message says why and what is allowed."""


class EmptySample(StatsError):
    """There is nothing to measure: no values, no people, no events."""


class NotEnough(StatsError):
    """There are values, but fewer than the method needs."""


class OutOfRange(StatsError):
    """A number lies outside what its argument allows: a rating, a share, a time, a count."""


class WrongKind(StatsError):
    """A value is not of the kind asked for: text or a truth value in place of a number, a fraction for a count."""


class Inconsistent(StatsError):
    """Each value is allowed alone, but they do not agree: more successes than trials, weights that miss their sum."""


class UnknownOption(StatsError):
    """An option that is not one of the named ones."""


class UnknownMethod(StatsError):
    """A method name that this library does not have."""


class UnknownInput(StatsError):
    """The inputs of a method are not the ones it takes: one is missing, or one is not known."""


class Undefined(StatsError):
    """The figure does not exist for these data: no variation where the formula divides by it."""
