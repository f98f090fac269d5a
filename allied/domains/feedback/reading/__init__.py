"""A file of feedback: what its columns probably mean, and each row as an item or the reason why it is none. Pure."""

from allied.domains.feedback.reading.guess import guess
from allied.domains.feedback.reading.items import Item, ItemReader
from allied.domains.feedback.reading.meanings import LABELS, VOCABULARY, Meaning
from allied.kernel.importing.reading import LeftOut, Reason

__all__ = ["LABELS", "VOCABULARY", "Item", "ItemReader", "LeftOut", "Meaning", "Reason", "guess"]
