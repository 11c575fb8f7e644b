import numpy as np
import pytest

from knowledge.evaluation import confusions, detection_quality, ranking_quality, reliability


def test_ranking_quality_by_hand() -> None:
    quality = ranking_quality(np.array([0, 0, 1, 3]))
    assert quality == {"first": 0.5, "within_3": 0.75, "mrr": pytest.approx((1 + 1 + 1 / 2 + 1 / 4) / 4), "n": 4}


def test_detection_quality_by_hand() -> None:
    flagged = np.array([True, True, False, False, True])
    due = np.array([True, False, True, False, True])
    assert detection_quality(flagged, due) == {
        "recall": pytest.approx(2 / 3),
        "precision": pytest.approx(2 / 3),
        "due": 3,
        "n": 5,
    }


def test_nothing_flagged_is_no_error() -> None:
    quality = detection_quality(np.array([False]), np.array([False]))
    assert (quality["recall"], quality["precision"]) == (0, 0)


def test_expected_calibration_error_by_hand() -> None:
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55])
    right = np.array([True, True, True, False, True])
    result = reliability(confidence, right)
    assert result["expected_calibration_error"] == pytest.approx(4 / 5 * abs(0.95 - 0.75) + 1 / 5 * abs(0.55 - 1))
    assert result["table"] == [
        {"said": pytest.approx(0.55), "was": 1.0, "n": 1},
        {"said": pytest.approx(0.95), "was": 0.75, "n": 4},
    ]


def test_certainty_falls_into_the_last_bin() -> None:
    assert reliability(np.array([1.0, 0.95]), np.array([True, True]))["table"][0]["n"] == 2


def test_confusions_are_the_mistakes_by_frequency() -> None:
    actual = ["a", "a", "a", "b", "b", "c"]
    predicted = ["a", "b", "b", "a", "b", "c"]
    assert confusions(predicted, actual) == [
        {"true": "a", "taken_for": "b", "times": 2},
        {"true": "b", "taken_for": "a", "times": 1},
    ]


def test_only_the_most_frequent_confusions_are_kept() -> None:
    assert len(confusions(["x"] * 5, list("abcde"), most=3)) == 3
