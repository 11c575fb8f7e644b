import numpy as np
import pytest

from knowledge.encoder import GuardedEncoder
from knowledge.heads import FeatureSpace
from knowledge.heads.features import AXES, BLOCK_WEIGHT
from knowledge.lexical import Analyzer

TEXT = "配達の地域を教えて"


def test_dense_part_is_the_centred_embedding_of_length_one(
    space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer
) -> None:
    embedding = encoder.encode_queries([TEXT])[0]
    dense = space.read(TEXT, embedding, analyzer).dense
    on_axes = (embedding - space.mean) @ space.axes
    np.testing.assert_allclose(dense, on_axes / np.linalg.norm(on_axes), rtol=1e-5)
    assert len(dense) <= AXES


def test_main_axes_come_first_and_are_orthonormal() -> None:
    random = np.random.default_rng(1)
    embeddings = (random.normal(size=(400, 256)) * np.linspace(2, 0.1, 256)).astype(np.float32)
    space = FeatureSpace.fit(embeddings, ["花"] * 400, Analyzer())
    assert space.axes.shape == (256, AXES)
    np.testing.assert_allclose(space.axes.T @ space.axes, np.eye(AXES), atol=1e-4)
    spread = ((embeddings - space.mean) @ space.axes).std(axis=0)
    assert spread[:20].min() > spread[-20:].max()


def test_embedding_is_not_changed_by_reading(space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer) -> None:
    embedding = encoder.encode_queries([TEXT])[0]
    before = embedding.copy()
    space.read(TEXT, embedding, analyzer)
    np.testing.assert_array_equal(embedding, before)


def test_text_without_an_embedding_keeps_its_words(
    space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer
) -> None:
    without = space.read(TEXT, None, analyzer)
    assert not without.dense.any()
    np.testing.assert_array_equal(
        without.indices, space.read(TEXT, encoder.encode_queries([TEXT])[0], analyzer).indices
    )
    assert len(without.indices) > 0


def test_words_and_ngrams_have_the_same_weight(space: FeatureSpace, analyzer: Analyzer) -> None:
    features = space.read(TEXT, None, analyzer)
    words = len(space.blocks[0].terms)
    for block in (features.indices < words, features.indices >= words):
        assert np.linalg.norm(features.values[block]) == pytest.approx(BLOCK_WEIGHT, rel=1e-5)
    assert features.indices.max() < space.lexical_size


def test_stored_space_reads_the_same(space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer) -> None:
    stored = FeatureSpace.from_arrays(space.as_arrays())
    embedding = encoder.encode_queries([TEXT])[0]
    first, second = (each.read(TEXT, embedding, analyzer) for each in (space, stored))
    np.testing.assert_array_equal(first.dense, second.dense)
    np.testing.assert_array_equal(first.indices, second.indices)
    np.testing.assert_array_equal(first.values, second.values)
