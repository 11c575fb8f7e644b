"""Which language a customer writes in."""

import re
from typing import Final

_JAPANESE: Final = re.compile(r"[ぁ-ヿ一-鿿ｦ-ﾟ]")
_LATIN_WORDS: Final = re.compile(r"[A-Za-z]{2,}")

SOME_WORDS: Final = 3
"""Latin words from which a text without any Japanese is taken for English; 「OK」 is said in every language."""


def language_of(text: str, locale: str) -> str:
    """The language of a text as `ja`, `en` …; of a text that does not tell, the conversation's.

    Args:
        text: What the customer wrote.
        locale: The conversation's language, such as `ja` or `en-US`.
    """
    if _JAPANESE.search(text):
        return "ja"
    if len(_LATIN_WORDS.findall(text)) >= SOME_WORDS:
        return "en"
    return locale.split("-")[0].lower()
