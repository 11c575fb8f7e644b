"""How members of the staff come into the console: with a password, kept as a session in a cookie."""

from services.access.attempts import TooManyTries
from services.access.doorway import Doorway, WrongPassword, open_doorway
from services.access.passwords import WeakPassword
from services.access.sessions import NotSignedIn, SignedIn

__all__ = ["Doorway", "NotSignedIn", "SignedIn", "TooManyTries", "WeakPassword", "WrongPassword", "open_doorway"]
