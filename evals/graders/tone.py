"""How replies sound: polite to the end of every sentence, no blame, no longer than anybody reads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from evals.graders.evidence import Evidence, Grader

RULES: Final = Path(__file__).with_name("tone.yaml")
_SENTENCE: Final = re.compile(r"[^。！？!?\n]*[。！？!?]")


@dataclass(frozen=True)
class Rules:
    """How replies have to sound; `tone.yaml` explains each."""

    polite: re.Pattern[str]
    never: tuple[re.Pattern[str], ...]
    a_word: int
    most_sentences: dict[str, int]
    asking_on: int


def load_rules(path: Path = RULES) -> Rules:
    """Reads the rules."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    never = tuple(map(re.compile, data["never"]))
    return Rules(re.compile(data["polite"]), never, data["a_word"], data["most_sentences"], data["asking_on"])


def tone() -> Grader:
    """Checks every reply by the rules of `tone.yaml`."""
    rules = load_rules()

    def grade(evidence: Evidence) -> Sequence[str] | None:
        if evidence.case.text is not None:
            return None
        return [
            f"turn {index}: {fault}"
            for index, said in enumerate(evidence.played.turns)
            if said.reply
            for fault in _faults(said.reply, rules)
        ]

    return grade


def _faults(reply: dict[str, Any], rules: Rules) -> Iterator[str]:
    sentences = _SENTENCE.findall(reply["message"])
    count = sum(len(sentence) > rules.a_word for sentence in sentences)
    most = _most(reply, rules)
    if count > most:
        yield f"{count} sentences, more than {most}"
    yield from manners(reply["message"], rules)


def manners(text: str, rules: Rules) -> Iterator[str]:
    """Sentences of a text that do not end politely, or say what nobody may say to a customer."""
    for sentence in _SENTENCE.findall(text):
        if not rules.polite.search(sentence):
            yield f"does not end politely: {sentence}"
        yield from (f"says {pattern.pattern}: {sentence}" for pattern in rules.never if pattern.search(sentence))


def _most(reply: dict[str, Any], rules: Rules) -> int:
    most = rules.most_sentences.get(reply["type"], rules.most_sentences["default"]) * max(1, len(reply["sources"]))
    return most + (rules.asking_on if reply["type"] == "faq" and reply["asks"] else 0)
