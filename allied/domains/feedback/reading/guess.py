"""A first mapping, guessed from names and values, with how sure each guess is and why."""

import re
from collections.abc import Sequence

from allied.domains.feedback.reading.meanings import Meaning
from allied.kernel.importing.reading import Column, Guess, Mapping, Sure, Use, guesses, segment_names
from allied.kernel.importing.reading.guesses import ID_WORDS
from allied.kernel.words import _


def _any_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


TEXT_WORDS = _any_of("text comment comments body message feedback review verbatim description content answer response")
DATE_WORDS = _any_of("date created time timestamp received submitted sent opened day at on when")
PERSON_WORDS = _any_of("email mail user customer member requester respondent account contact reporter submitter person")
AUTHOR_WORDS = _any_of("author name customer respondent from reporter requester contact person who")
RATING_WORDS = _any_of("rating score stars star csat nps ces satisfaction grade")
STAFF_WORDS = _any_of("agent staff internal note notes resolution assignee handler operator reply")
BEHALF_WORDS = _any_of("behalf")
COMPANY_WORDS = _any_of("company organization organisation employer firm")
WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def guess(columns: Sequence[Column]) -> tuple[Mapping, list[Guess]]:
    """The likeliest mapping of ``columns`` and the guess for each: at most one text, date, id, person, name, rating."""
    found: dict[int, Guess] = {}
    for suggest in (_source_id, _received, _text, _on_behalf, _company, _person, _author, _rating):
        open_columns = [column for column in columns if column.index not in found and column.filled]
        offers = [(column, suggest(column, guesses.words_of(column.name))) for column in open_columns]
        if best := guesses.best([(column, offer) for column, offer in offers if offer]):
            found[best[0]] = best[1]
    names = segment_names([column.name for column in columns])
    made = [
        found.get(column.index) or _other(column, guesses.words_of(column.name), names[column.index])
        for column in columns
    ]
    day_first = sum(column.day_first for column in columns) >= sum(column.month_first for column in columns)
    return Mapping(tuple(each.use for each in made), day_first=day_first), made


def _source_id(column: Column, words: set[str]) -> guesses.Offer | None:
    return guesses.source_id(column, words, not_with=PERSON_WORDS | {"product"})


def _received(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    if column.date_share < 0.6:
        return None
    score = column.date_share + bool(words & DATE_WORDS) - 0.5 * bool(words & {"updated", "closed", "solved", "due"})
    return score + 0.2 * bool(words & {"created", "received", "submitted"}), _dated(column)


def _dated(column: Column) -> Guess:
    use = Use(Meaning.RECEIVED)
    if not column.ordered:
        return Guess(use, Sure.SURE, _("Each value says by itself which is the day and which the month."))
    if column.day_first and column.month_first:
        return Guess(
            use,
            Sure.CHECK,
            _(
                "%(day_first)s values only fit day first, %(month_first)s only month first. The "
                "smaller part will be left out.",
                day_first=f"{column.day_first:,}",
                month_first=f"{column.month_first:,}",
            ),
        )
    if not column.day_first and not column.month_first:
        return Guess(use, Sure.CHECK, _("Day first and month first both fit every value. Choose which is meant."))
    first, month = column.day_first, column.month_first
    if first:
        told = (
            _("Read as day first: %(count)s values only fit that way.", count=f"{first:,}")
            if first > 1
            else _("Read as day first: 1 value only fits that way.")
        )
    else:
        told = (
            _("Read as month first: %(count)s values only fit that way.", count=f"{month:,}")
            if month > 1
            else _("Read as month first: 1 value only fits that way.")
        )
    return Guess(use, Sure.CHECK, told)


def _text(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    if max(column.date_share, column.email_share, column.number_share) > 0.5 or WEB_ADDRESS.match(column.samples[0]):
        return None
    is_named, is_staff = bool(words & TEXT_WORDS), bool(words & STAFF_WORDS)
    if not is_named and column.mean_length < 12:
        return None
    score = min(column.mean_length, 400) / 100 + 2 * is_named - 4 * is_staff
    length = f"{column.mean_length:,.0f}"
    if is_named and not is_staff:
        return score, Guess(
            Use(Meaning.TEXT), Sure.SURE, _("Named as text, %(length)s characters on average.", length=length)
        )
    return score, Guess(
        Use(Meaning.TEXT),
        Sure.CHECK,
        _("The longest text, %(length)s characters on average. Check that the person wrote it.", length=length),
    )


def _person(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    if column.email_share > 0.8:
        why = _("Stored as a code, so one person counts once. The address is not kept.")
        return 2.0 + bool(words & PERSON_WORDS) - 3 * bool(words & STAFF_WORDS), Guess(
            Use(Meaning.PERSON), Sure.SURE, why
        )
    if words & PERSON_WORDS and words & ID_WORDS and column.id_share > 0.8:
        why = _("Stored as a code, so one person counts once. The number itself is not kept.")
        return 1.0, Guess(Use(Meaning.PERSON), Sure.GUESS, why)
    return None


def _on_behalf(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    if not words & BEHALF_WORDS:
        return None
    why = _("A colleague passed it on. It counts as an opinion, unless a column says how it was learned.")
    return 1.0, Guess(Use(Meaning.ON_BEHALF), Sure.SURE, why)


def _company(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    is_name = column.longest <= 120 and max(column.number_share, column.date_share, column.email_share) < 0.2
    if not words & COMPANY_WORDS or words & {"size", "type", "id", "industry", "plan"} or not is_name:
        return None
    why = _("Each name becomes a company, which is known by it from then on.")
    return 1.0 + bool(words & {"name"}), Guess(Use(Meaning.COMPANY), Sure.GUESS, why)


def _author(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    is_short = column.longest <= 80 and max(column.number_share, column.date_share, column.email_share) < 0.2
    if not (words & AUTHOR_WORDS) or words & (STAFF_WORDS | ID_WORDS | {"type", "file", "product"}) or not is_short:
        return None
    return 1.0 + bool(words & {"author", "name"}), Guess(
        Use(Meaning.AUTHOR), Sure.GUESS, _("Kept as given and listed with the text. One name counts as one person.")
    )


def _rating(column: Column, words: set[str]) -> tuple[float, Guess] | None:
    if not words & RATING_WORDS or column.number_share < 0.8:
        return None
    values = sorted(column.counts, key=lambda value: (len(value), value))
    return 1.0, Guess(Use(Meaning.RATING), Sure.SURE, _("Numbers such as %(values)s.", values=", ".join(values[:3])))


def _other(column: Column, words: set[str], segment: str) -> Guess:
    if not column.filled:
        return Guess(Use(Meaning.LEFT_OUT), Sure.SURE, _("Empty in every row."))
    if len(column.counts) == 1:
        return Guess(Use(Meaning.LEFT_OUT), Sure.GUESS, _("The same value in every row."))
    if words & STAFF_WORDS:
        return Guess(Use(Meaning.RAW), Sure.GUESS, _("Staff wrote it, not the person. Kept raw in the item’s details."))
    if set(column.counts) <= {"0", "1"}:
        return Guess(Use(Meaning.LEFT_OUT), Sure.GUESS, _("1 or 0 only. Nothing in Allied uses it."))
    if column.has_few_values and max(column.date_share, column.email_share) < 0.2:
        why = _("%(counts)s different values, each a group of people.", counts=len(column.counts))
        return Guess(Use(Meaning.SEGMENT, segment), Sure.GUESS, why)
    return Guess(Use(Meaning.RAW), Sure.GUESS, _("Kept raw in the item’s details, not searched."))
