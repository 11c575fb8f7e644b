"""Text to vector: the encoder port, its guard, its adapters, and the derivation of the fast default.

`load_encoder` opens what a setting names. `knowledge.encoder.derive.derive` prepares the fast form of the default; it
is not imported here, because serving should not wait for what only building needs.
"""

from knowledge.encoder.clean import clean_text
from knowledge.encoder.guarded import GuardedEncoder
from knowledge.encoder.load import load_encoder
from knowledge.encoder.port import (
    Encoder,
    EncoderError,
    EncoderNotInstalled,
    FloatArray,
    PreparingEncoder,
    UnknownEncoder,
    UnreadableText,
)

__all__ = [
    "Encoder",
    "EncoderError",
    "EncoderNotInstalled",
    "FloatArray",
    "GuardedEncoder",
    "PreparingEncoder",
    "UnknownEncoder",
    "UnreadableText",
    "clean_text",
    "load_encoder",
]
