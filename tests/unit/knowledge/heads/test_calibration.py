import numpy as np
import pytest

from knowledge.heads import Calibrator, Prediction
from knowledge.heads.calibration import softmax

RANDOM = np.random.default_rng(0)


def fitted(classes: int) -> tuple[Calibrator, list[str], np.ndarray]:
    labels = [f"class-{number % classes}" for number in range(60 * classes)]
    scores = RANDOM.normal(scale=0.3, size=(len(labels), classes))
    scores[np.arange(len(labels)), [int(label[-1]) for label in labels]] += 1
    return Calibrator.fit(scores, labels), labels, scores


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_probabilities_sum_to_one(classes: int) -> None:
    calibrator, _, scores = fitted(classes)
    probabilities = calibrator.probabilities(scores)
    assert probabilities.shape == (len(scores), classes)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("classes", [2, 4])
def test_higher_score_means_higher_probability(classes: int) -> None:
    calibrator, _, _ = fitted(classes)
    rows = np.zeros((11, classes))
    rows[:, 1] = np.linspace(-1, 2, 11)
    assert (np.diff(calibrator.probabilities(rows)[:, calibrator.classes.index("class-1")]) > 0).all()


def test_best_class_is_the_true_one() -> None:
    calibrator, labels, scores = fitted(3)
    right = [calibrator.predict(row).best == label for row, label in zip(scores, labels, strict=True)]
    assert np.mean(right) > 0.9


def test_probabilities_are_honest() -> None:
    truth = np.random.default_rng(1).random(6_000)
    labels = ["yes" if draw < p else "no" for draw, p in zip(RANDOM.random(6_000), truth, strict=True)]
    scores = np.log(truth / (1 - truth))[:, None]
    calibrator = Calibrator.fit(scores[:4_000], labels[:4_000], strength=10)
    said = calibrator.probabilities(scores[4_000:])[:, calibrator.classes.index("yes")]
    assert np.abs(said - truth[4_000:]).mean() < 0.03


def test_prediction_ranks_its_classes() -> None:
    prediction = Prediction(("a", "b", "c"), np.array([0.2, 0.5, 0.3]))
    assert prediction.best == "b"
    assert prediction.ranked() == [("b", 0.5), ("c", 0.3), ("a", 0.2)]


def test_class_never_seen_has_no_probability() -> None:
    assert Prediction(("a",), np.array([1.0])).of("b") == 0.0


def test_stored_calibrator_says_the_same() -> None:
    calibrator, _, scores = fitted(3)
    stored = Calibrator.from_arrays(calibrator.as_arrays())
    assert stored.classes == calibrator.classes
    np.testing.assert_array_equal(stored.probabilities(scores), calibrator.probabilities(scores))


def test_softmax_of_large_logits_is_finite() -> None:
    np.testing.assert_allclose(softmax(np.array([1e4, 0.0, -1e4])), [1, 0, 0])
