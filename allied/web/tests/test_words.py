"""The words of templates and of Python, in English and in a language made up for the test."""

import json
import pickle
from collections.abc import Iterator

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from allied.kernel import words
from allied.kernel.words import _
from allied.web import formats
from allied.web.words.generator import SpeakingGenerator, marked
from allied.web.words.runtime import lang
from allied.web.words.scripts import of_scripts

COMPONENTS = {
    "components/a.html": '{% macro card(title, id="") %}<b id="{{ id }}">{{ title }}</b>'
    "{{ caller() if caller is defined }}{% endmacro %}"
}


class Toolkit:
    def __init__(self, made: Environment) -> None:
        self.card = made.get_template("components/a.html").module.card  # type: ignore[attr-defined]


def draw(source: str, **values: object) -> str:
    made = Environment(loader=DictLoader({**COMPONENTS, "page.html": source}), autoescape=True)
    made.code_generator_class = SpeakingGenerator
    made.globals.update(ui=Toolkit(made), icon=lambda name: Markup("<svg></svg>"))
    made.filters["plural"] = formats.plural
    return made.get_template("page.html").render(**values)


def found(source: str) -> list[str]:
    made = Environment(loader=DictLoader(COMPONENTS), autoescape=True)
    return [message.text for message in marked(made.parse(source), made).found]


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that shouts: the letters between placeholders in capitals."""

    def shout(text: str) -> str:
        return "".join(
            c.upper() if text.count("(", 0, at) == text.count(")", 0, at) else c for at, c in enumerate(text)
        )

    def shouted(text: str) -> str:
        return shout(text).replace("</A>", "</a>").replace("<A>", "<a>").replace(")S", ")s").replace("&AMP;", "&amp;")

    monkeypatch.setattr(words.translation, "gettext", shouted)
    monkeypatch.setattr(words.translation, "ngettext", lambda one, many, n: shouted(one if n == 1 else many))
    before = words._is_source.set(False)
    yield
    words._is_source.reset(before)


PAGES = [
    ("<p>Nothing yet</p>", "<p>NOTHING YET</p>"),
    ("<p>{{ n }} of {{ total }} linked</p>", "<p>3 OF 4 LINKED</p>"),
    ('<p>Nobody yet. <a class="x" href="/{{ n }}">Ask</a>.</p>', '<p>NOBODY YET. <a class="x" href="/3">ASK</a>.</p>'),
    ("<button>{{ icon('x') }} Save</button>", "<button><svg></svg> SAVE</button>"),
    ('<a aria-label="Drop {{ who }}" class="big">x</a>', '<a aria-label="DROP &lt;Ana&gt;" class="big">x</a>'),
    ("<p>{{ 'On' if n else 'Off' }}</p>", "<p>ON</p>"),
    ("<i>{{ n|plural('gap') }}</i>", "<i>3 GAPS</i>"),
    ('<p translate="no">Ada Lovelace</p><p>Hello there</p>', '<p translate="no">Ada Lovelace</p><p>HELLO THERE</p>'),
    ("<kbd>Enter</kbd> <span>opens it</span>", "<kbd>Enter</kbd> <span>OPENS IT</span>"),
    ('<a{% if n %} class="on"{% endif %}>Open it</a>', '<a class="on">OPEN IT</a>'),
    ("<p>{{ who }} decides</p>", "<p>&lt;Ana&gt; DECIDES</p>"),
    ("{{ ui.card('All of it', id='all') }}", '<b id="all">ALL OF IT</b>'),
    ("{{ ui.card('Edit ' ~ who) }}", '<b id="">EDIT &lt;Ana&gt;</b>'),
    ("{% call ui.card('Sure') %}<p>As sure</p>{% endcall %}", '<b id="">SURE</b><p>AS SURE</p>'),
    ("<p>50% done &amp; well</p>", "<p>50% DONE &amp; WELL</p>"),
]


@pytest.mark.parametrize(("source", "shouted"), PAGES)
def test_a_page_says_its_words_in_the_language_of_the_reader(source: str, shouted: str, loud: None) -> None:
    assert draw(source, n=3, total=4, who="<Ana>") == shouted


@pytest.mark.parametrize(("source", "shouted"), PAGES)
def test_in_english_a_page_is_what_its_template_says(source: str, shouted: str) -> None:
    assert draw(source, n=3, total=4, who="<Ana>").lower() == shouted.lower()


def test_a_sentence_with_a_link_and_values_is_one_message() -> None:
    source = '<p>Its place took <a href="{{ url }}"><b>{{ node.reference }}</b></a> on {{ at|day }}.</p>'

    assert found(source) == ["Its place took <a><b>%(reference)s</b></a> on %(at)s."]


def test_elements_side_by_side_are_messages_of_their_own() -> None:
    assert found("<p><span>First part</span> <span>second part</span></p>") == ["First part", "second part"]


def test_what_is_no_text_is_no_message() -> None:
    assert (
        found('<div class="big card" id="main"><svg><title>Line</title></svg><script>let it = "be"</script></div>')
        == []
    )


def test_words_say_themselves_when_they_are_drawn_and_are_english_elsewhere(loud: None) -> None:
    label = _("Published")

    assert f"{label}!" == "PUBLISHED!"
    assert str(label) == "PUBLISHED"
    assert Markup("{}").format(label) == "PUBLISHED"
    assert label + "." == "PUBLISHED."
    assert "Now " + label == "Now PUBLISHED"
    assert label == "Published"
    assert json.dumps({"label": label}) == '{"label": "Published"}'


def test_words_with_values_wait_for_their_reader_too(loud: None) -> None:
    sentence = _("%(name)s decides", name="Ana <3")

    assert str(sentence) == "Ana <3 DECIDES"
    assert sentence == "Ana <3 decides"
    assert Markup("{}").format(sentence) == "Ana &lt;3 DECIDES"


def test_speaking_a_language_ends_where_it_was_begun() -> None:
    with words.speaking("de"):
        assert not words.is_source()

    assert words.is_source()


def test_of_a_choice_its_label_is_said_and_not_its_icon() -> None:
    source = (
        "{% macro menu_choices(action, options) %}{% for value, label, icon in options %}{{ label }}, {{ icon }}"
        '{% endfor %}{% endmacro %}{{ menu_choices("/go", [("up", "Move up", "arrow-up")]) }}'
    )

    assert found(source) == ["Move up"]


def test_rows_of_words_read_as_a_sentence_does(loud: None) -> None:
    parts = [_("title"), _("text"), _("owner")]

    assert words.series(parts) == "TITLE, TEXT AND OWNER"
    assert words.series(parts[:1]) == "TITLE"
    assert words.listed(parts[:2]) == "TITLE AND TEXT"
    assert words.either(parts[:2]) == "TITLE OR TEXT"
    assert words.listed([]) == words.either([]) == ""
    assert [words.numbered(n, "person", "people") for n in (1, 12)] == ["1 PERSON", "12 PEOPLE"]


@pytest.mark.parametrize("message", [_("%(count)s rows of 5%%", count=3), _("5% of all"), "As it was kept before"])
def test_what_json_kept_of_a_message_is_said_to_each_reader(message: str, loud: None) -> None:
    told = words.of_kept(json.loads(json.dumps(words.kept(message))))

    assert told == message
    assert str(told) == {"3 rows of 5%": "3 ROWS OF 5%"}.get(message, message.upper())


def test_text_that_was_kept_before_is_said_as_it_is() -> None:
    assert words.of_kept("Empty in every row.") == "Empty in every row."


def test_a_page_brings_the_words_of_its_scripts_unless_it_is_in_english(loud: None) -> None:
    brought = json.loads(of_scripts().split(">", 1)[1].removesuffix("</script>"))

    assert brought["{count} selected"] == "{COUNT} SELECTED"
    with words.speaking("en"):
        assert of_scripts() == ""


@pytest.mark.parametrize(
    ("language", "says"), [("en", 'lang="en" dir="ltr"'), ("de", 'lang="de" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"')]
)
def test_a_page_says_in_which_language_and_direction_it_is(language: str, says: str) -> None:
    with words.speaking(language):
        assert lang() == says


def test_letters_are_turned_when_a_message_is_said_not_when_it_is_made(
    loud: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = _("Insights").lower(), _("all %(kinds)s", kinds=_("Insights").lower()).capitalize()

    monkeypatch.setattr(words.translation, "gettext", {"Insights": "Ideen", "all %(kinds)s": "alle %(kinds)s"}.get)

    assert (str(small), f"{large}") == ("ideen", "Alle ideen")
    assert pickle.loads(pickle.dumps(small)) == small  # noqa: S301  our own
