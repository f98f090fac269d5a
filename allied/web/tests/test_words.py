"""The words of templates and of Python, in English and in a language made up for the test."""

import json
from collections.abc import Iterator

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from allied.kernel import words
from allied.kernel.words import _
from allied.web import formats
from allied.web.words.generator import SpeakingGenerator, marked

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
