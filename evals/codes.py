"""Codes to be mailed that are the same in every run: what a customer types decides how it is read."""

import hashlib
from typing import Final

from domain.effects import Effect, SendCode
from domain.turn import TurnRequest
from services.email_codes import CodeMaker

DIGITS: Final = 6


class SeededCodes(CodeMaker):
    """Makes the code of an address and a turn; the service checks it like any other."""

    def known(self, request: TurnRequest, effect: Effect) -> Effect:
        """The same effect, with a code that follows from the turn.

        Args:
            request: The turn.
            effect: What is written; everything but a code to be mailed is left alone.
        """
        if not isinstance(effect, SendCode):
            return effect
        said = f"{effect.email} {request.state.get('turn', 0)}".encode()
        code = f"{int.from_bytes(hashlib.sha256(said).digest()[:8]) % 10**DIGITS:0{DIGITS}}"
        digest = self._digest(request.conversation_id, effect.email, code)
        return SendCode(effect.email, code, digest, effect.expires)
