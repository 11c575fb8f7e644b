"""What went wrong with us, as far as the customer's words tell."""

from domain.packet.pieces import sentences
from domain.packet.terms import Patterns, Wording, finds
from domain.packet.transcript import Line, Transcript
from domain.packet.types import Quote
from domain.scope import is_denied
from domain.text import normalize


def went_wrong(transcript: Transcript, wording: Wording) -> tuple[str, Quote] | None:
    """What the customer says went wrong, with the sentence that says so; the pack's order decides between several."""
    said = [line for line in transcript.lines if line.role == "customer"]
    for entry in wording.recovery:
        for line in reversed(said):
            quote = _quote(line, entry.words)
            if quote is not None:
                return entry.cause, quote
    return None


def _quote(line: Line, words: Patterns) -> Quote | None:
    for span in sentences(line.text):
        text = normalize(line.text[span[0] : span[1]])
        match = finds(words, text)
        if match is not None and not is_denied(text, match.end()):
            return line.quote(span)
    return None
