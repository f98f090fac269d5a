"""Every method by which evidence comes to be, on one page, with the class that decides its weight.

*Behavioural*: people were observed doing something. *Attitudinal*: people said or wrote it themselves.
*Opinion*: somebody said it about them; it is counted and shown, and never moves a level.
"""

from dataclasses import dataclass
from typing import Final

from allied.kernel.words import _

BEHAVIOURAL: Final = "behavioural"
ATTITUDINAL: Final = "attitudinal"
OPINION: Final = "opinion"
CLASSES: Final = (BEHAVIOURAL, ATTITUDINAL, OPINION)


@dataclass(frozen=True, slots=True)
class Method:
    """One way to learn something, as the field names it; ``one`` and ``many`` name what it leaves, in a sentence."""

    name: str
    method_class: str
    label: str
    one: str
    many: str


METHODS: Final = {
    method.name: method
    for method in [
        Method("usability_test", BEHAVIOURAL, _("Usability test"), _("usability test"), _("usability tests")),
        Method("first_click", BEHAVIOURAL, _("First-click test"), _("first-click test"), _("first-click tests")),
        Method("analytics", BEHAVIOURAL, _("Analytics"), _("analytics"), _("analytics")),
        Method("experiment", BEHAVIOURAL, _("Experiment"), _("experiment"), _("experiments")),
        Method(
            "field_observation", BEHAVIOURAL, _("Field observation"), _("field observation"), _("field observations")
        ),
        Method("interview", ATTITUDINAL, _("Interview"), _("interview"), _("interviews")),
        Method("survey", ATTITUDINAL, _("Survey"), _("survey"), _("survey answers")),
        Method("diary", ATTITUDINAL, _("Diary"), _("diary"), _("diaries")),
        Method("feedback", ATTITUDINAL, _("Feedback"), _("feedback"), _("feedback")),
        Method("workshop_note", OPINION, _("Workshop note"), _("workshop note"), _("workshop notes")),
        Method("stakeholder", OPINION, _("Stakeholder"), _("stakeholder opinion"), _("stakeholder opinions")),
        Method("hearsay", OPINION, _("Hearsay"), _("piece of hearsay"), _("pieces of hearsay")),
        Method(
            "on_behalf",
            OPINION,
            _("On behalf of someone"),
            _("note on behalf of someone"),
            _("notes on behalf of others"),
        ),
    ]
}


def class_of(method: str) -> str:
    """The class of a method.

    Raises:
        KeyError: the catalogue has no such method.
    """
    return METHODS[method].method_class
