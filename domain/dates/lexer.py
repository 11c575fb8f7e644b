"""Cuts a normalized message into tokens, by the rules of the lexicon."""

import re
from functools import cache
from typing import Final

from domain.dates.lexicon import RULES
from domain.dates.numerals import parse_number
from domain.dates.tokens import Kind, Meaning, Rule, Token

_IGNORED: Final = re.compile(r"[ \t「」『』\"'*]+")


class _Scanner:
    """All rules as one expression.

    An empty group stands behind each rule and tells which it was. Before the rule it would cost four times as much:
    the engine then no longer sees by its first character that a rule cannot begin at a place.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.all = re.compile("|".join(f"(?:{rule.pattern})(?P<r{n}>)" for n, rule in enumerate(rules)))
        ends = [self.all.groupindex[f"r{n}"] for n in range(len(rules))]
        self._groups = [range(before + 1, end) for before, end in zip((0, *ends), ends, strict=False)]

    def meaning(self, number: int, match: re.Match[str]) -> Meaning:
        """What a word that rule `number` found stands for."""
        rule = self.rules[number]
        if rule.meaning:
            return rule.meaning(match.group())
        found = (match.group(group) for group in self._groups[number])
        return tuple(parse_number(text) for text in found if text), rule.words


@cache
def _scanner() -> _Scanner:
    return _Scanner(RULES)


def tokenize(text: str) -> list[Token]:
    """Cuts a message into words that matter and the gaps between them. White space and quotes are left out.

    Args:
        text: A message as `domain.text.normalize` returns it.

    Returns:
        Tokens in order; their positions point into `text`.
    """
    scanner = _scanner()
    tokens: list[Token] = []
    end = 0
    for match in scanner.all.finditer(text):
        if match.start() == match.end():
            continue
        _add_gap(tokens, text, end, match.start())
        number = int((match.lastgroup or "r0")[1:])
        end = match.end()
        if scanner.rules[number].kind is Kind.FILLER:
            continue
        try:
            numbers, words = scanner.meaning(number, match)
        except ValueError:  # 「十十日」, 「元元月」: numerals nobody can read
            tokens.append(Token(Kind.SKIP, match.group(), match.start(), end))
            continue
        tokens.append(Token(scanner.rules[number].kind, match.group(), match.start(), end, numbers, words))
    _add_gap(tokens, text, end, len(text))
    return tokens


def _add_gap(tokens: list[Token], text: str, start: int, end: int) -> None:
    gap = text[start:end]
    if gap and not _IGNORED.fullmatch(gap):
        tokens.append(Token(Kind.GAP, gap, start, end))
