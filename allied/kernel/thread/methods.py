"""Every method by which evidence comes to be, on one page, with the class that decides its weight.

*Behavioural*: people were observed doing something. *Attitudinal*: people said or wrote it themselves.
*Opinion*: somebody said it about them; it is counted and shown, and never moves a level.
"""

from dataclasses import dataclass
from typing import Final

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
        Method("usability_test", BEHAVIOURAL, "Usability test", "usability test", "usability tests"),
        Method("first_click", BEHAVIOURAL, "First-click test", "first-click test", "first-click tests"),
        Method("analytics", BEHAVIOURAL, "Analytics", "analytics", "analytics"),
        Method("experiment", BEHAVIOURAL, "Experiment", "experiment", "experiments"),
        Method("field_observation", BEHAVIOURAL, "Field observation", "field observation", "field observations"),
        Method("interview", ATTITUDINAL, "Interview", "interview", "interviews"),
        Method("survey", ATTITUDINAL, "Survey", "survey", "survey answers"),
        Method("diary", ATTITUDINAL, "Diary", "diary", "diaries"),
        Method("feedback", ATTITUDINAL, "Feedback", "feedback", "feedback"),
        Method("workshop_note", OPINION, "Workshop note", "workshop note", "workshop notes"),
        Method("stakeholder", OPINION, "Stakeholder", "stakeholder opinion", "stakeholder opinions"),
        Method("hearsay", OPINION, "Hearsay", "piece of hearsay", "pieces of hearsay"),
        Method("on_behalf", OPINION, "On behalf of someone", "note on behalf of someone", "notes on behalf of others"),
    ]
}


def class_of(method: str) -> str:
    """The class of a method.

    Raises:
        KeyError: the catalogue has no such method.
    """
    return METHODS[method].method_class
