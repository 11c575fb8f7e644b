"""A model that does what its prompt asks: it words facts, fills in a schema, and calls tools that fit."""

import json
import re
from typing import Any, Final

from tests.fakes.llm_server.protocol import Answer, Asked, Call, Json, Said, content_of

_PLACE: Final = re.compile(r"\{F\d{1,2}\}")
_MESSAGE: Final = re.compile(r"<message>\n(.*?)\n</message>|^(?:発言|お客さま): (.*)$", re.DOTALL | re.MULTILINE)
_GUESS: Final = re.compile(r"^別の読み手の見立て: ([a-z_]+)", re.MULTILINE)
_TOPIC: Final = re.compile(r"^([a-z][a-z0-9_-]+): (.+)$", re.MULTILINE)
_PERSON: Final = re.compile("担当者|責任者|人と話|人に代わ|人間")
_OPENING: Final = "ご連絡ありがとうございます。"
_EMPATHY: Final = "おつらいですね。"
_CLOSING: Final = "ほかにも気になることがあれば、お聞かせください。"
_SUFFERS: Final = re.compile("眠れ|つら|辛|うるさ|困|しんど|悩")


def good(asked: Asked) -> Answer:
    """Answers as a sensible model would."""
    if asked.schema is not None:
        value = filled(asked.schema, message_of(asked.last))
        return Said(json.dumps({**value, **heard(asked.last, value)}, ensure_ascii=False))
    if asked.forced is not None:
        name = asked.forced
        return Said(None, (Call(name, filled(asked.tools[name], asked.last)),))
    if asked.wants_json:
        return Said("{}")
    if asked.tools:
        return _call(asked)
    return Said(worded(asked.last))


def message_of(prompt: str) -> str:
    """The customer's message in a prompt; all of it where none is set apart."""
    found = _MESSAGE.search(prompt)
    return next(filter(None, found.groups()), "") if found else prompt


def heard(prompt: str, value: Json) -> Json:
    """What a message means, as a careful reader who was shown another's guess and the topics there are would say."""
    text, guess = message_of(prompt), _GUESS.search(prompt)
    topics = _TOPIC.findall(prompt)
    fits = {topic: len(_pairs(title) & _pairs(text)) for topic, title in topics}
    best = max(fits, key=lambda topic: fits[topic], default=None)
    person = _PERSON.search(text) is not None
    said: Json = {
        "intent": "request_person" if person else guess[1] if guess else None,
        "topics": [best] if best else [],
        "feeling": "anxiety" if _SUFFERS.search(text) else "neutral",
        "at": "neighbour" if _SUFFERS.search(text) else "none",
        "strength": 1 if _SUFFERS.search(text) else 0,
        "person": "human_request" if person else "none",
        "slots": [],
    }
    return {name: said[name] for name in said.keys() & value.keys() if said[name] is not None}


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def worded(prompt: str) -> str:
    """Every placeholder of a prompt once, in its first order, each on a line of its own between harmless words."""
    places = list(dict.fromkeys(_PLACE.findall(prompt)))
    first = _EMPATHY if _SUFFERS.search(message_of(prompt)) else _OPENING
    return "\n".join([first, *places, _CLOSING] if places else [first])


def filled(schema: Json, said: str, defs: Json | None = None) -> Any:
    """A value a JSON schema allows: the label the text names where it names one, else as little as may be."""
    defs = defs or schema.get("$defs", {})
    if "$ref" in schema:
        return filled(defs[schema["$ref"].rsplit("/", 1)[-1]], said, defs)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((label for label in schema["enum"] if str(label) in said), schema["enum"][0])
    for either in ("anyOf", "oneOf"):
        if either in schema:
            if {"type": "null"} in schema[either]:
                return None
            return filled(schema[either][0], said, defs)
    kind = schema.get("type")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            fields = schema.get("properties", {})
            return {name: filled(entry, said, defs) for name, entry in fields.items()}
        case "array":
            return [filled(schema["items"], said, defs) for _ in range(schema.get("minItems", 0))]
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "string":
            return said[:200] if schema.get("minLength") else ""
        case _:
            return None


_ASKS: Final = re.compile("いくら|ですか|ますか|教え|知りたい|でしょうか|料金|どう|いつ")
_OWN: Final = re.compile("請求|利用状況|残り|契約|予約を|次の訪問|次回")
_LOOKUPS: Final = (
    (re.compile("請求|支払|インボイス"), "list_my_invoices"),
    (re.compile("レポート|報告書"), "list_my_reports"),
    (re.compile("使用|利用状況|残り|契約|件数|何件"), "get_my_usage"),
    (re.compile("登録|住所|電話番号"), "get_my_record"),
    (re.compile("予約|訪問|日程"), "list_my_bookings"),
    (re.compile("プラン|料金"), "list_plans"),
)


def _call(asked: Asked) -> Answer:
    """Look-ups for everything that is asked, all at once; once something was found it is done."""
    text = message_of(asked.last)
    if asked.results:
        return Said("なし")
    names = [name for pattern, name in _LOOKUPS if name in asked.tools and pattern.search(text)]
    calls = [Call(name) for name in names]
    if "search_faq" in asked.tools:
        parts = [part for part in re.split("[。、？?！!]", text) if _ASKS.search(part)]
        calls += [Call("search_faq", {"question": part[:200]}) for part in parts if not _OWN.search(part)]
    return Said(None, tuple(calls)) if calls else Said("なし")


def react(asked: Asked) -> Answer:
    """The same model at work in a plain loop of tools, where it also answers: it reads out what tools returned."""
    if not asked.results:
        return _call(asked)
    found = [json.loads(content_of(result)) for result in asked.results]
    answers = [topic["answer"] for result in found for topic in result.get("topics", ())[:1]]
    return Said("\n".join(answers) or "\n".join(json.dumps(result, ensure_ascii=False) for result in found))
