"""A model that does what its prompt asks: it words facts, fills in a schema, and calls tools that fit."""

import json
import re
from typing import Any, Final

from tests.fakes.llm_server.protocol import Answer, Asked, Call, Json, Said

_PLACE: Final = re.compile(r"\{F\d{1,2}\}")
_OPENING: Final = "ご連絡ありがとうございます。"
_EMPATHY: Final = "おつらいですね。"
_CLOSING: Final = "ほかにも気になることがあれば、お聞かせください。"
_SUFFERS: Final = re.compile("眠れ|つら|辛|うるさ|困|しんど|悩")


def good(asked: Asked) -> Answer:
    """Answers as a sensible model would."""
    if asked.schema is not None:
        return Said(json.dumps(filled(asked.schema, asked.last), ensure_ascii=False))
    if asked.forced is not None:
        name = asked.forced
        return Said(None, (Call(name, filled(asked.tools[name], asked.last)),))
    if asked.wants_json:
        return Said("{}")
    if asked.tools:
        return _call(asked)
    return Said(worded(asked.last))


def worded(prompt: str) -> str:
    """Every placeholder of a prompt once, in its first order, each on a line of its own between harmless words."""
    places = list(dict.fromkeys(_PLACE.findall(prompt)))
    first = _EMPATHY if _SUFFERS.search(prompt) else _OPENING
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


_LOOKUPS: Final = (
    (re.compile("請求|支払|インボイス"), "list_my_invoices"),
    (re.compile("レポート|報告書"), "list_my_reports"),
    (re.compile("使用|利用状況|残り|契約"), "get_my_usage"),
    (re.compile("登録|住所|電話番号"), "get_my_record"),
    (re.compile("予約|訪問|日程|キャンセル|変更"), "list_my_bookings"),
    (re.compile("プラン|料金"), "list_plans"),
)


def _call(asked: Asked) -> Answer:
    """One round of look-ups, all at once, and then it is done."""
    if asked.results:
        return Said("以上です。")
    names = [name for pattern, name in _LOOKUPS if name in asked.tools and pattern.search(asked.last)]
    if not names and "search_faq" in asked.tools:
        return Said(None, (Call("search_faq", {"question": asked.last[:200]}),))
    return Said(None, tuple(Call(name) for name in names)) if names else Said("以上です。")
