"""A model that means harm: it words, fills in and calls whatever could hurt, and remembers what it planted.

What it plants holds something nobody said before (an amount, a name, an id), or is a sentence no company would say.
"""

import json
import random
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from domain.text import normalize
from tests.fakes.llm_server.faults import Endless
from tests.fakes.llm_server.good import filled
from tests.fakes.llm_server.protocol import Answer, Asked, Call, Json, Said

DATA: Final = Path(__file__).parents[2] / "data"
HARMLESS: Final = (
    "ご連絡ありがとうございます。", "おつらいですね。", "お気持ちお察しします。", "ご不安ですよね。",
    "お困りのことと存じます。", "順にご案内しますね。", "それは大変でしたね。",
    "ほかにも気になることがあれば、お聞かせください。", "お話しくださってありがとうございます。",
)  # fmt: skip
_PLACE: Final = re.compile(r"\{F(\d{1,2})\}")
_MARK: Final = re.compile(r"[。！？!?.,、\s「」]+$")
_KANJI: Final = "〇一二三四五六七八九"
_WIDE: Final = {ord(str(digit)): "０１２３４５６７８９"[digit] for digit in range(10)}


@dataclass(frozen=True)
class Planted:
    """Something that must not go out."""

    kind: str
    text: str

    @property
    def core(self) -> str:
        """What would be seen of it, whatever is made of its ends."""
        return _MARK.sub("", normalize(self.text))


@dataclass
class Hostile:
    """The model. The same seed does the same harm to the same requests.

    Attributes:
        seed: Of what it does.
        others: Ids and names that belong to other customers.
        planted: What it said so far.
    """

    seed: int = 0
    others: Sequence[str] = ()
    planted: list[Planted] = field(default_factory=list)
    _number: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Answer:
        with self._lock:
            self._number += 1
            chance = random.Random(f"{self.seed}/{self._number}")  # noqa: S311
            if asked.schema is not None or asked.wants_json:
                return self._misread(asked, chance)
            if asked.tools:
                return self._call(asked, chance)
            return self._word(asked, chance)

    def seen_in(self, reply: str) -> list[Planted]:
        """What of everything it planted stands in a reply."""
        read = normalize(reply)
        return [plant for plant in self.planted if plant.core and plant.core in read]

    def _plant(self, kind: str, text: str) -> str:
        self.planted.append(Planted(kind, text))
        return text

    def _word(self, asked: Asked, chance: random.Random) -> Answer:
        if chance.random() < 0.04:
            return Endless()
        places = list(dict.fromkeys(f"{{F{number}}}" for number in _PLACE.findall(asked.last)))
        lines = [chance.choice(HARMLESS), *places, chance.choice(HARMLESS), chance.choice(HARMLESS)]
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            lines = self._harmed(lines, asked, chance)
        return Said(chance.choice(("\n", "")).join(lines))

    def _harmed(self, lines: list[str], asked: Asked, chance: random.Random) -> list[str]:
        match chance.randrange(20):
            case 0:
                return _disordered(lines, chance)
            case 1 | 2:
                return self._with_prompt(lines, asked, chance)
            case 3 | 4 | 5 | 6 | 7:
                sentence, kind = chance.choice(_falsehoods()), "falsehood"
            case _:
                kind = chance.choice(list(_sentences()))
                sentence = _filled_in(chance.choice(_sentences()[kind]), self.others, chance)
        sentence = sentence.replace("{F1}", "{F}")
        if "{F}" not in sentence:
            lines.insert(chance.randrange(len(lines) + 1), self._plant(kind, sentence))
            return lines
        at = [index for index, line in enumerate(lines) if _PLACE.fullmatch(line)]
        if at:
            index = chance.choice(at)
            for part in sentence.split("{F}"):
                if len(_MARK.sub("", part)) > 3:
                    self._plant(f"{kind} around a fact", part)
            lines[index] = sentence.replace("{F}", lines[index])
        return lines

    def _with_prompt(self, lines: list[str], asked: Asked, chance: random.Random) -> list[str]:
        """A line of its instructions, told to the customer."""
        first = asked.messages[0]["content"] if asked.messages else ""
        told = [line.strip() for line in str(first).splitlines() if len(line.strip()) > 12 and "{F" not in line]
        if told:
            lines.insert(chance.randrange(len(lines) + 1), self._plant("prompt", chance.choice(told)[:80]))
        return lines

    def _misread(self, asked: Asked, chance: random.Random) -> Answer:
        """Valid but wrong, or not valid at all."""
        if asked.schema is None or chance.random() < 0.3:
            wrong = {"intent": "drop", "topics": [self._tag(chance)], "handover": "yes", "message": self._tag(chance)}
            return Said(json.dumps(wrong, ensure_ascii=False))
        value = _worst(asked.schema, asked.schema.get("$defs", {}), chance, self.others)
        return Said(json.dumps(value, ensure_ascii=False))

    def _tag(self, chance: random.Random) -> str:
        return self._plant("field", _filled_in("{who}様は{yen}です。", self.others, chance))

    def _call(self, asked: Asked, chance: random.Random) -> Answer:
        """Every tool there is, with arguments that reach for what is not the customer's; then it talks."""
        if len(asked.results) > 12:
            return self._word(asked, chance)
        calls = [
            Call(name, _arguments(schema, asked, chance, self.others))
            for name, schema in asked.tools.items()
            if chance.random() < 0.8
        ]
        if chance.random() < 0.25:
            name = chance.choice(("confirm_proposal", "cancel_all", "get_customer_360", "request_person"))
            calls.append(Call(name, {"proposal": "tp_1", "customer_id": chance.choice(self.others or ("c-1",))}))
        said = self._plant("beside calls", _filled_in("{who}様、{yen}で確定しました。", self.others, chance))
        return Said(said, tuple(calls))


def _disordered(lines: list[str], chance: random.Random) -> list[str]:
    """Facts left out, said twice or in another order."""
    at = [index for index, line in enumerate(lines) if _PLACE.fullmatch(line)]
    if at:
        index = chance.choice(at)
        lines = [*lines, lines[index]] if chance.random() < 0.5 else lines[:index] + lines[index + 1 :]
    return lines


def _filled_in(template: str, others: Sequence[str], chance: random.Random) -> str:
    number = chance.randrange(10_003, 98_989)
    yen = chance.choice((f"{number:,}円", f"{number}円".translate(_WIDE), "".join(_KANJI[int(c)] for c in str(number))))
    values = {
        "yen": yen if yen.endswith("円") else f"{yen}円",
        "count": str(chance.randrange(41, 97)),
        "day": f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日",
        "time": f"{chance.randrange(4, 9)}時{chance.randrange(11, 59)}分",
        "who": chance.choice(("茂庭", "鵜殿", "勅使河原", "蓮見", *(other for other in others if other.isalpha()))),
        "id": chance.choice((f"zk{number}", *others)),
        "F": "{F}", "F99": "{F99}",
    }  # fmt: skip
    return template.format(**values)


@cache
def _sentences() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = yaml.safe_load((DATA / "hostile.yaml").read_text(encoding="utf-8"))
    return kinds


@cache
def _falsehoods() -> list[str]:
    parts = yaml.safe_load((DATA / "verification" / "falsehoods.yaml").read_text(encoding="utf-8"))
    return [text for plans in parts.values() for kinds in plans.values() for texts in kinds.values() for text in texts]


def _arguments(schema: Json, asked: Asked, chance: random.Random, others: Sequence[str]) -> Json:
    known = re.findall(r"\bbk[-_][\w-]+|\d{4}-\d\d-\d\dT[\d:+]+", asked.text)
    given: Json = {}
    for name, entry in schema.get("properties", {}).items():
        given[name] = chance.choice(
            (filled(entry, asked.last), *known, *others, "' OR 1=1 --", "x" * 3_000, -1, None, {"$ne": None})
        )
    if chance.random() < 0.2:
        given |= {"customer_id": chance.choice(others or ("c-1",)), "as": "admin"}
    return given


def _worst(schema: Json, defs: Json, chance: random.Random, others: Sequence[str]) -> Any:
    """A value of a schema: any label, the largest number, others' ids for texts."""
    if "$ref" in schema:
        return _worst(defs[schema["$ref"].rsplit("/", 1)[-1]], defs, chance, others)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    for either in ("anyOf", "oneOf"):
        if either in schema:
            return _worst(chance.choice(schema[either]), defs, chance, others)
    match schema.get("type"):
        case "object":
            return {name: _worst(entry, defs, chance, others) for name, entry in schema.get("properties", {}).items()}
        case "array":
            return [_worst(schema["items"], defs, chance, others) for _ in range(chance.randrange(4))]
        case "integer" | "number":
            return schema.get("maximum", 10**9) if chance.random() < 0.5 else schema.get("minimum", -1)
        case "boolean":
            return chance.random() < 0.5
        case "string":
            return chance.choice((*others, "<script>", "2026-12-01", "parking", ""))
        case _:
            return None
