from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.artifacts import load_views
from knowledge.decision import decide
from knowledge.encoder import UnreadableText
from knowledge.pack import Pack
from knowledge.reader import HEAD_NAMES, Reader, Reading, answer_documents
from tests.unit.knowledge.conftest import FloristBuild


@pytest.fixture(scope="module")
def pack(florist_build: FloristBuild) -> Pack:
    return florist_build.load()[0]


@pytest.fixture(scope="module")
def reader(florist_build: FloristBuild) -> Reader:
    pack, learned = florist_build.load()
    views = load_views(florist_build.path, pack.company.id)
    return Reader(answer_documents(pack), learned, florist_build.encoder, views)


def read(reader: Reader, text: str) -> Reading:
    (reading,) = reader.read([text])
    return reading


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ブーケの代金を知りたい", "price-list"),
        ("クレカで払えますか", "payment"),
        ("亀岡まで届けてもらえる?", "delivery-area"),
        ("花の水はいつ替えますか", "flower-care"),
        ("予約を取りやめたら料金は発生しますか", "cancel-fee"),
        ("花束を注文する手順", "order-how"),
    ],
)
def test_unseen_wording_finds_its_topic(reader: Reader, pack: Pack, text: str, topic: str) -> None:
    reading = read(reader, text)
    assert reading.ranking.ids[0] == topic
    assert decide(reading.answerable, pack.thresholds) == "answer"


@pytest.mark.parametrize("text", ["円周率を百桁言って", "今夜のテレビは何", "昨日の野球の結果は", "宿題を手伝って"])
def test_off_topic_is_declined_or_asked_back(reader: Reader, pack: Pack, text: str) -> None:
    assert decide(read(reader, text).answerable, pack.thresholds) != "answer"


def test_demand_is_read_with_its_trigger(reader: Reader) -> None:
    reading = read(reader, "お金を返してくれ")
    assert (reading["intent"].best, reading["trigger"].best) == ("demand", "refund")


def test_danger_is_read(reader: Reader) -> None:
    assert read(reader, "もう死んでしまいたい")["safety"].best == "self_harm"


def test_every_head_gives_probabilities(reader: Reader) -> None:
    reading = read(reader, "花束の値段は?")
    assert set(reading.heads) == set(HEAD_NAMES)
    for prediction in reading.heads.values():
        assert prediction.probabilities.sum() == pytest.approx(1)
    assert 0 <= reading.answerable <= 1


def test_texts_read_together_are_read_as_alone(reader: Reader) -> None:
    texts = ["花束の値段は?", "どこまで配達しますか", "人と話したい"]
    for text, reading in zip(texts, reader.read(texts), strict=True):
        alone = read(reader, text)
        assert reading.ranking.ids == alone.ranking.ids
        np.testing.assert_allclose(reading["intent"].probabilities, alone["intent"].probabilities, atol=1e-5)
        assert reading.answerable == pytest.approx(alone.answerable, abs=1e-5)


def test_threads_share_a_reader(reader: Reader) -> None:
    texts = [f"{number}番の花束の値段は?" for number in range(16)]
    expected = [reading.ranking.ids for reading in reader.read(texts)]
    with ThreadPoolExecutor(4) as threads:
        assert [reading.ranking.ids for reading in threads.map(lambda text: read(reader, text), texts)] == expected


def test_text_without_anything_to_read_is_refused(reader: Reader) -> None:
    with pytest.raises(UnreadableText):
        reader.read(["……"])


def test_answers_are_ranked_with_their_figures_in_place(pack: Pack) -> None:
    document = next(document for document in answer_documents(pack) if document.id == "cancel-fee")
    assert "1,650円" in document.answer
