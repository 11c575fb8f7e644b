import numpy as np

from knowledge.heads import Features, FeatureSpace
from knowledge.heads.examples import CATALOGUE, Example
from knowledge.heads.kernel import RIDGE
from knowledge.heads.training import Trainer, each_writer, writer_folds
from tests.unit.knowledge.heads.conftest import CALM, TEXTS


def quiet(step: str, done: int, total: int) -> None:
    del step, done, total


def writers(*sizes: int, source: str = "faq") -> list[Example]:
    return [
        Example(f"{source}-{writer}-{number}", f"writer-{writer}", source, CALM)
        for writer, size in enumerate(sizes)
        for number in range(size)
    ]


def test_folds_never_split_a_writer() -> None:
    data = writers(7, 5, 9, 2, 4, 6) + writers(3, 8, 5, source="dialogue")
    for fold in writer_folds(data):
        inside = {(e.source, e.writer) for e, held in zip(data, fold, strict=True) if held}
        outside = {(e.source, e.writer) for e, held in zip(data, fold, strict=True) if not held}
        assert not inside & outside


def test_every_example_is_held_out_once() -> None:
    folds = writer_folds(writers(7, 5, 9, 2, 4, 6))
    assert np.sum(folds, axis=0).tolist() == [1] * 33


def test_folds_are_about_equal() -> None:
    sizes = [int(fold.sum()) for fold in writer_folds(writers(10, 10, 10, 10, 5, 5, 5, 5))]
    assert sizes == [15, 15, 15, 15]


def test_catalogue_is_never_held_out() -> None:
    data = [*writers(3, 3), Example("題", CATALOGUE, "faq", CALM)]
    assert not any(fold[-1] for fold in writer_folds(data))


def test_each_writer_is_left_out_once() -> None:
    data = [*writers(2, 3), Example("題", CATALOGUE, "faq", CALM)]
    assert [(name, int(rows.sum())) for name, rows in each_writer(data)] == [("faq/writer-0", 2), ("faq/writer-1", 3)]


def test_solution_satisfies_the_ridge_equations(trainer: Trainer) -> None:
    model = trainer.fit()
    system = trainer.gram + RIDGE * np.eye(len(trainer.data))
    np.testing.assert_allclose(system @ model.alphas, trainer.targets - model.bias, atol=1e-4)


def test_gram_matrix_is_the_kernel_of_the_model(trainer: Trainer, features: list[Features]) -> None:
    model = trainer.fit()
    np.testing.assert_allclose(trainer.gram @ model.alphas + model.bias, model.scores(features), atol=1e-4)


def test_held_out_scores_come_from_a_model_without_the_fold(
    trainer: Trainer, data: list[Example], features: list[Features]
) -> None:
    folds = writer_folds(data)
    scores = trainer.held_out_scores(folds, quiet)
    for fold in folds:
        blind = trainer.fit(~fold)
        held_out = [features[row] for row in np.flatnonzero(fold)]
        if held_out:
            np.testing.assert_allclose(scores[fold], blind.scores(held_out), atol=1e-4)


def test_example_without_a_topic_is_in_no_topic(
    data: list[Example], features: list[Features], space: FeatureSpace
) -> None:
    trainer = Trainer([*data, Example("はい", "w", "dialogue", CALM)], [*features, features[0]], space, list(TEXTS))
    assert not trainer.targets[-1, : len(TEXTS)].any()
    assert trainer.targets[:-1, : len(TEXTS)].sum(axis=1).tolist() == [1] * len(data)
