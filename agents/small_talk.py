"""Greetings, thanks, goodbyes, who are you."""

import re
from dataclasses import replace
from typing import Final

from agents.context import Turn
from domain.plan import ReplyPlan

ROUTE = "small_talk"

_THANKS: Final = (
    "あり(が|がと)|有難|感謝|サンキュ|thank|助か(り|っ)|おおきに|恩に着|礼を|お礼|どうも(?!こんにち|はじめ)"
)
_GOODBYE: Final = (
    "さよ(う)?なら|失礼(し|いた)|また(ね|今度|来|連絡|お願い|明日|相談)"
    "|おやすみ|じゃあね|では(また|これで)|bye|バイバイ|ばいばい"
)
_IDENTITY: Final = "AI|エーアイ|ロボット|ボット|bot|人間|人ですか|機械|自動|誰|だれ|名前|どなた|何者"
_DEFERS: Final = re.compile(
    r"(?:少し|ちょっと|一度|一旦|いったん|もう少し|また)?(?:ゆっくり)?(?:考え(?:ます|る|とく|ておき|てみ|させて|直)|検討(?:し|さ|中)|相談(?:し(?:ます|て(?!ほし|もら|くだ|下さ|いい))|する))"
    r"|様子を?見|保留|また(?:今度|後で|あとで|考え)|今(?:日)?は(?:いい|やめ|結構)|(?:まだ|いま)(?:いい|早い)です"
)
DEFERRAL: Final = 24
"""Characters within which putting something off says nothing more."""
_KINDS: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("deferral", _DEFERS.pattern),
        ("thanks", _THANKS),
        ("goodbye", _GOODBYE),
        ("identity", _IDENTITY),
    )
)


def defers(text: str) -> bool:
    """Whether a normalized message puts things off for now: 「考えます」「妻と相談します」."""
    return len(text) <= DEFERRAL and _DEFERS.search(text) is not None


def chat(turn: Turn) -> ReplyPlan:
    """A word in return, and what can be done next."""
    kind = next((name for name, pattern in _KINDS if pattern.search(turn.perception.text)), "greeting")
    return ReplyPlan(
        type="conversation",
        route=ROUTE,
        confidence=turn.perception.confidence,
        state=replace(turn.state, choices=()),
        opening=turn.voice.say(f"small_talk_{kind}"),
        options=() if kind == "goodbye" else turn.options(("diagnose", "book")),
    )
