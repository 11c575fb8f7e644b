"""What every encoder offers, and the ways in which one may fail."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from domain.mending import Mendable

FloatArray = NDArray[np.float32]


class EncoderError(Mendable, RuntimeError):
    """The encoder cannot answer: an outage, not a property of the text."""


class EncoderNotInstalled(EncoderError):
    """The package or the setting an encoder needs is missing; the message ends with the remedy."""


class UnreadableText(ValueError):
    """A text holds nothing that could be encoded; a vector for it would only look like an answer."""


class UnknownEncoder(Mendable, ValueError):
    """A specification names no encoder; the message lists those that exist."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine."""

    @property
    def name(self) -> str:
        """Model, variant and version: vectors of two encoders may be mixed only if the names are equal."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks.

        Returns:
            L2-normalised vectors, shape (len(texts), dim).
        """

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched.

        Returns:
            L2-normalised vectors, shape (len(texts), dim).
        """


@runtime_checkable
class PreparingEncoder(Encoder, Protocol):
    """An encoder whose work falls into two parts, of which the long one leaves the interpreter to others."""

    def prepare_queries(self, texts: Sequence[str]) -> Callable[[], FloatArray]:
        """Do what needs the interpreter; the call that is returned does the rest of `encode_queries`."""
