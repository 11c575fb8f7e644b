"""The words since the last phrase: what they say of it."""

from itertools import takewhile
from typing import Final

from domain.dates.lexicon.predicates import COPULA, PLAIN, WISHING
from domain.dates.tokens import Kind, Token

_SOFT: Final = frozenset({Kind.JOIN, Kind.COMMA, Kind.ABOUT})


class Trail(list[Token]):
    """Tokens since the last phrase, in order."""

    @property
    def is_joint(self) -> bool:
        """Only か、と、「、」 stand there."""
        return all(token.kind in _SOFT for token in self)

    @property
    def is_pause(self) -> bool:
        """Only 「、」 stands there."""
        return bool(self) and all(token.kind is Kind.COMMA for token in self)

    @property
    def is_aside(self) -> bool:
        """「4月第1週、入学式の8日は無理」: after a comma words of its own lead to the day."""
        comma = next((at for at, token in enumerate(self) if token.kind is Kind.COMMA), len(self))
        return any(token.kind is Kind.GAP for token in self[comma:])

    @property
    def ends_in_list(self) -> bool:
        """か or と joins the next phrase to what was said."""
        beside = takewhile(lambda token: token.kind in _SOFT, reversed(self))
        return any(token.kind is Kind.JOIN for token in beside)

    @property
    def has_words(self) -> bool:
        """Other words stand there than particles and joints."""
        return any(token.kind is Kind.GAP or "named" in token.words for token in self)

    @property
    def is_about_another(self) -> bool:
        """「土曜の夜、電話は無理」 refuses the telephone."""
        gap = False
        for token in self:
            if gap and "closing" in token.words:
                return True
            gap |= token.kind is Kind.GAP
        return False

    @property
    def is_predicate(self) -> bool:
        """「午前は寝ているので」, 「土曜は運動会」, but not 「仕事が19時に終わるので」."""
        closes = bool(self) and ("closing" in self[0].words or self[0].text == "も")
        return closes and self.has_words and not self.is_about_another

    @property
    def is_occasion(self) -> bool:
        """「20日に親が来るので」."""
        return bool(self) and self[0].kind is Kind.TO and self.has_words

    @property
    def has_subject(self) -> bool:
        """「火曜の朝、管理会社が来るので」."""
        return any(
            before.kind is Kind.GAP and token.kind is Kind.TOPIC and token.text == "が"
            for before, token in zip(self, self[1:], strict=False)
        )

    def tells(self, because: Token) -> bool:
        """「20日に親が来るので」「年末でバタバタするので」「子供の誕生日なので」: what is so, not what is wished."""
        being = because.text.startswith("な") and self.has_words
        return self.is_occasion or self.has_subject or being or (self.has_words and self.is_statement)

    @property
    def is_statement(self) -> bool:
        """「27日の月曜に戻ります」: a plain predicate that wishes for nothing, and no 「27日なら家にいる」."""
        if any(token.kind is Kind.OPEN and token.text not in ("だけ", "のみ") for token in self):
            return False
        said = "".join(token.text for token in self)
        return bool(PLAIN.search(said)) and not COPULA.fullmatch(said) and not WISHING.search(said)
