"""A reader without encoder and index: a test says what each text is read as."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.heads import Prediction
from knowledge.heads.examples import HEADS
from knowledge.reader import Reading
from knowledge.retrieval import Ranking


def reading(topics: Mapping[str, float] | None = None, answerable: float = 0.1, **heads: tuple[str, float]) -> Reading:
    """A text that was read; heads not named saw nothing. What is left of a probability goes to the first class."""
    defaults = {"intent": ("question", 0.9)} | {
        head: (classes[0], 1.0) for head, classes in HEADS.items() if head != "intent"
    }
    predictions = {}
    for head, classes in HEADS.items():
        label, probability = heads.get(head, defaults[head])
        probabilities = np.zeros(len(classes))
        probabilities[0] = 1 - probability
        probabilities[classes.index(label)] += probability
        predictions[head] = Prediction(classes, probabilities)
    ranked = topics or {"price-list": 0.9, "cancel-fee": 0.1}
    return Reading(predictions, Ranking(tuple(ranked), np.array(list(ranked.values())), 0.9, 0.5), answerable)


class StubReader:
    """Reads texts as written down; others as a question nothing answers. `fault` is raised instead, where given."""

    def __init__(self, readings: Mapping[str, Reading] | None = None, fault: Exception | None = None) -> None:
        self.readings = dict(readings or {})
        self.fault = fault
        self.asked: list[str] = []

    def begin(self, text: str) -> None:
        pass

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.asked += texts
        if self.fault is not None:
            raise self.fault
        return [self.readings.get(text, reading()) for text in texts]
