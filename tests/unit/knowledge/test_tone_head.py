from pathlib import Path

import numpy as np

from domain.copilot.advice import FindingKind
from knowledge.lexical import Analyzer
from knowledge.tone_head import ToneHead
from tests.fakes.encoder import HashedEncoder

EXAMPLES: list[tuple[str, FindingKind | None]] = [
    ("お客様が悪いです。", "blame"),
    ("それはお客様のせいです。", "blame"),
    ("必ず直します。", "promise"),
    ("絶対に直ります。", "promise"),
    ("確認いたします。", None),
    ("ありがとうございます。", None),
    ("お待ちください。", None),
    ("申し訳ございません。", None),
]


def test_head_tells_faulty_sentences_from_fine_ones_and_is_the_same_when_stored(tmp_path: Path) -> None:
    encoder, analyzer = HashedEncoder(), Analyzer()
    head = ToneHead.fit(EXAMPLES, encoder.encode_queries([text for text, _ in EXAMPLES]))
    asked = ["お客様のせいですよ。", "必ず直ります。", "確認しております。"]
    blame, promise, fine = head.suspicions(asked, encoder.encode_queries(asked), analyzer)
    assert (blame.kind, promise.kind) == ("blame", "promise")
    assert min(blame.score, promise.score) > 0.5 > fine.score
    head.save(tmp_path / "tone.npz")
    again = ToneHead.load(tmp_path / "tone.npz").suspicions(asked, encoder.encode_queries(asked), analyzer)
    assert np.allclose([entry.score for entry in again], [blame.score, promise.score, fine.score])
