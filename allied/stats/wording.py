"""Figures in words: what a team reads beside a chart.

The rules: plain words, digits, ranges as "60.6 to 62.9", every figure with its n, and never "significant" without
saying of what. A difference is told with its interval, and called early while the interval reaches across zero.
"""

from allied.stats.results import Result


def words(result: Result) -> str:
    """The result as one or two sentences that a team can act on.

    Differences are told from the first group to the second as the method defines them: a minus b, or treatment minus
    control. Warnings of the result are not repeated here; they belong beside the sentence.

    Example:
        >>> from allied.stats.nps import nps_compare
        >>> now = {"promoters": 45, "passives": 30, "detractors": 25}
        >>> before = {"promoters": 40, "passives": 35, "detractors": 25}
        >>> words(nps_compare(now, before))
        'Up 5.0 points, but the intervals overlap. Too early to call.'
    """
    return result.in_words()


def figure(value: float, digits: int = 1) -> str:
    """A number with a fixed count of decimals and a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def percent(value: float, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{figure(100 * value, digits)}%"


def interval(lower: float, upper: float, digits: int = 1) -> str:
    """Two limits as "60.6 to 62.9"."""
    return f"{figure(lower, digits)} to {figure(upper, digits)}"


def percent_interval(lower: float, upper: float, digits: int = 0) -> str:
    """Two shares as "61 to 79%"."""
    return f"{figure(100 * lower, digits)} to {percent(upper, digits)}"


def level(confidence: float) -> str:
    """A confidence level as "95%", with the decimals it needs."""
    return f"{100 * confidence:g}%"


def digits_for(width: float) -> int:
    """Decimals that show an interval of this width in two or three figures."""
    return 0 if width >= 100 else 1 if width >= 5 else 2 if width >= 0.1 else 4


def duration(seconds: float) -> str:
    """A time as "8.4 seconds", "2 min 15 s" or "1 h 5 min"."""
    if seconds < 10:
        return f"{seconds:.1f} seconds"
    whole = round(seconds)
    if whole < 120:
        return f"{whole} seconds"
    minutes, rest = divmod(whole, 60)
    if minutes < 120:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def plural(quantity: float, one: str, many: str = "") -> str:
    """ "1 person", "3 people": a count with its noun."""
    return f"{quantity:.12g} {one if quantity == 1 else many or one + 's'}"


def change(value: float, lower: float, upper: float, unit: str = "", *, digits: int = 1, apart: bool = False) -> str:
    """A difference with the verdict that its interval allows.

    Args:
        value: the difference, with ``lower`` and ``upper`` of its interval in the same unit.
        unit: what follows the figure, with its own space: " points", "%".
        digits: decimals shown.
        apart: two groups apart, whose own intervals overlap whenever the interval of the difference holds zero.
    """
    moved = f"{'Up' if value > 0 else 'Down'} {figure(abs(value), digits)}{unit}"
    limits = interval(lower, upper, digits)
    if lower > 0 or upper < 0:
        return f"{moved} ({limits}). More than chance explains."
    if value == 0:
        return f"No difference found ({limits}{unit}). Too early to call."
    return f"{moved}, but {'the intervals overlap' if apart else 'the interval includes no change'}. Too early to call."
