"""Words by which a sentence is a question, whatever it is taken for."""

import re
from typing import Final

_ASKS: Final = re.compile(
    r"[?]|か[。]?$|(?<!ない)(?:です|ます|でしょう)か(?=[、。\s])|かな|教えて|知りたい|聞きたい|いくら|いつ|どう|どこ|どの|どれ|どんな|なぜ|何(?!でも)|なに|とは|って$|は$|について"
)


def asks(text: str) -> bool:
    """Whether a normalized sentence asks for something to be told."""
    return _ASKS.search(text) is not None
