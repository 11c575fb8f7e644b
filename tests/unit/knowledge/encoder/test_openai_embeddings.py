from typing import Any

import numpy as np
import pytest

pytest.importorskip("langchain_openai")

from langchain_openai import OpenAIEmbeddings

from knowledge.encoder.openai_embeddings import OpenAIEncoder


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    clients: list[Any] = []

    def answer(client: OpenAIEmbeddings, texts: list[str]) -> list[list[float]]:
        clients.append(client)
        return [[3.0, 4.0] for _ in texts]

    monkeypatch.setattr(OpenAIEmbeddings, "embed_documents", answer)
    return clients


def test_vectors_are_normalised(sent: list[Any]) -> None:
    encoder = OpenAIEncoder("text-embedding-3-small", "key")
    np.testing.assert_allclose(encoder.encode_queries(["一", "二"]), [[0.6, 0.8], [0.6, 0.8]])


def test_service_and_timeout_are_passed_on(sent: list[Any]) -> None:
    OpenAIEncoder("any", "key", "http://127.0.0.1:1/v1").encode_passages(["一"])
    (client,) = sent
    assert client.openai_api_base == "http://127.0.0.1:1/v1"
    assert client.request_timeout == 10.0
    assert client.openai_api_key.get_secret_value() == "key"


def test_dimension_of_an_unlisted_model_is_asked(sent: list[Any]) -> None:
    assert OpenAIEncoder("text-embedding-3-large", "key").dim == 3072
    assert sent == []
    assert OpenAIEncoder("any", "key").dim == 2
