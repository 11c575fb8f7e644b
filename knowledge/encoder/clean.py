"""Makes any text safe and short enough to encode, or says that there is nothing to read."""

import re
import unicodedata

from knowledge.encoder.port import UnreadableText

MAX_CHARS = 400

# A text this many times the cap is a pasted file or an attack; cleaning it would only spend time.
GARBAGE_FACTOR = 100

# Canonical ordering takes quadratic time in a run of combining marks, and no script needs more than this in a row.
MAX_MARKS = 4

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_TELLING = {"L", "N", "S"}  # letters, numbers, symbols (emoji among them)
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*|[。！？!?\n]+")
_QUESTION = re.compile(r"[?？]|(?:か|かな|かしら|教えてください|教えて下さい|知りたいです?)[。\s]*$")


def clean_text(text: str, max_chars: int = MAX_CHARS) -> str:
    """Clean a text for encoding.

    Surrogate pairs are joined and lone surrogates dropped; control, format, private and unassigned characters are
    dropped (NUL would end the text early); the rest is brought to NFKC, which also unfolds ligatures such as U+FDFA
    that some tokenizers cannot hold; then the text is capped (see `cap_text`) and white space becomes single spaces.

    Raises:
        UnreadableText: Nothing but blanks, punctuation and invisible characters, or far too long for a message.
    """
    if len(text) > GARBAGE_FACTOR * max_chars:
        raise UnreadableText(
            f"The text has {len(text):,} characters, more than {GARBAGE_FACTOR * max_chars:,}. "
            "Send the question in a few sentences."
        )
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    normal = unicodedata.normalize("NFKC", _visible(joined))
    if not any(unicodedata.category(character)[0] in _TELLING for character in normal):
        raise UnreadableText(
            f"The text has {len(text):,} characters but no letter, number or symbol. Send at least one word."
        )
    return " ".join(cap_text(normal.strip(), max_chars).split())


def cap_text(text: str, max_chars: int = MAX_CHARS) -> str:
    """Keep the most telling sentences of a long text, in their order.

    People open with the topic and close with the request, so the first and the last sentence are kept first, then
    the questions, then the rest from the beginning, each as far as it fits. A sentence longer than half the cap loses
    its middle: in Japanese the predicate, and with it the question, stands at the end.
    """
    if len(text) <= max_chars:
        return text
    sentences = [_without_middle(sentence, max_chars // 2) for sentence in _SENTENCE.findall(text)]
    if len(sentences) == 1:
        return _without_middle(text, max_chars)
    last = len(sentences) - 1
    questions = [place for place, sentence in enumerate(sentences) if _QUESTION.search(sentence)]
    kept: set[int] = set()
    room = max_chars
    for place in (0, last, *questions, *range(1, last)):
        if place not in kept and len(sentences[place]) <= room:
            kept.add(place)
            room -= len(sentences[place])
    return "".join(sentences[place] for place in sorted(kept))


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        if character.isspace():
            kept.append("\n" if character in "\n\r\u2028\u2029" else " ")
        elif category not in _DROPPED and marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _without_middle(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    tail = length // 2
    return text[: length - tail] + text[len(text) - tail :]
