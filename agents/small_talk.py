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
_KINDS: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (("thanks", _THANKS), ("goodbye", _GOODBYE), ("identity", _IDENTITY))
)


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
