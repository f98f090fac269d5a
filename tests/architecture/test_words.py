"""Words of the interface can all be translated: the compiler finds those of templates, or they are marked."""

from jinja2 import nodes

from allied.web.jinja import engine
from allied.web.words.generator import marked
from allied.web.words.parameters import reads_as_words

NO_WORDS = {
    "Ctrl K": "keys",
    "Enter": "a key",
    "Authorization: Bearer allied_…": "what a program sends",
    "change, submit": "events",
    "input changed delay:300ms target:.input, change target:select, submit": "events",
    "end num": "classes",
    "Sure": "a value that is compared",
}


def test_no_template_has_words_that_nobody_could_translate() -> None:
    environment = engine().env
    left = []
    for name in environment.list_templates(extensions=["html"]):
        assert environment.loader is not None
        if not name.startswith("web/gallery/"):  # samples of what people write
            template = environment.parse(environment.loader.get_source(environment, name)[0])
            said = "\n".join(f"{found.text}\n{found.many}" for found in marked(template, environment).found)
            texts = [const.value for const in template.find_all(nodes.Const) if isinstance(const.value, str)]
            unsaid = [text for text in texts if reads_as_words(text) and text.replace("%", "%%") not in said]
            left += [f"{name}: {text!r}" for text in unsaid if text not in said and text not in NO_WORDS]

    assert not left, "\n".join(["Mark these with _(), or draw them through a parameter of words:", *left])
