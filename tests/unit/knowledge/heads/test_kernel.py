import numpy as np
import pytest

from knowledge.encoder import GuardedEncoder
from knowledge.heads import Features, FeatureSpace, KernelModel
from knowledge.heads.examples import HEADS, Example
from knowledge.heads.kernel import GAMMA, rbf
from knowledge.heads.training import Trainer
from knowledge.lexical import Analyzer
from tests.unit.knowledge.heads.conftest import TEXTS


@pytest.fixture(scope="module")
def model(trainer: Trainer) -> KernelModel:
    return trainer.fit()


def topics_of(model: KernelModel, batch: list[Features]) -> list[str]:
    best = model.scores(batch)[:, model.span("topic")].argmax(axis=1)
    return [model.classes("topic")[index] for index in best]


def test_separable_labels_are_recovered(model: KernelModel, features: list[Features], data: list[Example]) -> None:
    assert topics_of(model, features) == [example.labels["topic"] for example in data]


def test_unseen_wordings_find_their_class(
    model: KernelModel, space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer
) -> None:
    texts = ["値段はおいくら", "宇治まで配達できる?", "花の水を替える"]
    batch = [space.read(text, encoder.encode_queries([text])[0], analyzer) for text in texts]
    assert topics_of(model, batch) == ["price", "area", "care"]


def test_words_alone_find_the_class_without_an_embedding(
    model: KernelModel, space: FeatureSpace, analyzer: Analyzer
) -> None:
    batch = [space.read(text, None, analyzer) for text in ("料金の値段", "配達の地域", "水の手入れ")]
    assert topics_of(model, batch) == ["price", "area", "care"]


def test_score_is_the_kernel_expansion_by_hand() -> None:
    anchors = np.array([[1, 0], [0, 1]], np.float32)
    model = KernelModel(
        anchors,
        alphas=np.array([[2.0], [-1.0]], np.float32),
        lexical=np.array([[0.5], [3.0]], np.float32),
        bias=np.array([0.1], np.float32),
        columns=(("head", "yes"),),
    )
    features = Features(np.array([1, 0], np.float32), np.array([1], np.int32), np.array([0.2], np.float32))
    expected = 2 * 1 - np.exp(-GAMMA * 2) + 0.2 * 3 + 0.1
    np.testing.assert_allclose(model.scores([features]), [[expected]], rtol=1e-6)


def test_score_does_not_depend_on_the_batch(model: KernelModel, features: list[Features]) -> None:
    together = model.scores(features)
    np.testing.assert_allclose(together[3], model.scores([features[3]])[0], atol=1e-6)


def test_absent_embedding_is_like_nothing() -> None:
    similarity = rbf(np.array([[0, 0], [1, 0]], np.float32), np.array([[1, 0]], np.float32))
    np.testing.assert_allclose(similarity, [[0], [1]])


def test_every_head_has_its_own_columns(model: KernelModel) -> None:
    assert model.classes("topic") == tuple(TEXTS)
    assert all(model.classes(head) == labels for head, labels in HEADS.items())
    spans = [model.span(head) for head in ("topic", *HEADS)]
    covered = [index for span in spans for index in range(span.start, span.stop)]
    assert covered == list(range(len(model.columns)))


def test_stored_model_scores_the_same(model: KernelModel, features: list[Features]) -> None:
    stored = KernelModel.from_arrays(model.as_arrays())
    assert stored.columns == model.columns
    np.testing.assert_array_equal(stored.scores(features), model.scores(features))
