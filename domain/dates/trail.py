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
        return bool(self) and "closing" in self[0].words and self.has_words and not self.is_about_another

    @property
    def is_occasion(self) -> bool:
        """「20日に親が来るので」."""
        return bool(self) and self[0].kind is Kind.TO and self.has_words

    @property
    def is_statement(self) -> bool:
        """「27日の月曜に戻ります」: a plain predicate that wishes for nothing, and no 「27日なら家にいる」."""
        if any(token.kind is Kind.OPEN and token.text not in ("だけ", "のみ") for token in self):
            return False
        said = "".join(token.text for token in self)
        return bool(PLAIN.search(said)) and not COPULA.fullmatch(said) and not WISHING.search(said)
