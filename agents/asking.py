"""Words by which a sentence is a question, whatever it is taken for."""

import re
from typing import Final

_ASKS: Final = re.compile(
    r"[?]|か[。]?$|(?<!ない)(?:です|ます|でしょう)か(?=[、。\s])|かな|教えて|知りたい|聞きたい|いくら|いつ|どう|どこ|どの|どれ|どんな|なぜ|何(?!でも|も)|なに|とは|って$|は$|について"
)


_UNSURE: Final = re.compile(r"(?:わか|分か|判)(?:ら|り)?(?:な|ま|ん|ず)")
_DIRECTLY: Final = re.compile(r"[?]|か[。]?$|教えて|知りたい")


def is_unsure(text: str) -> bool:
    """Whether somebody says not to know, and asks nothing by it: 「どうしたいかわからない」."""
    return _UNSURE.search(text) is not None and _DIRECTLY.search(text) is None


def asks(text: str) -> bool:
    """Whether a normalized sentence asks for something to be told."""
    return _ASKS.search(text) is not None
