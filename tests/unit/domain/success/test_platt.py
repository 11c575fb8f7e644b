import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.success.platt import fit_platt, sigmoid


def test_calibration_finds_the_line_the_outcomes_were_drawn_from() -> None:
    random = np.random.default_rng(1)
    margins = random.normal(0, 2, 40_000)
    labels = random.random(40_000) < sigmoid(0.6 * margins - 1.5)
    fitted = fit_platt(margins, labels)
    assert fitted.slope == pytest.approx(0.6, abs=0.03)
    assert fitted.intercept == pytest.approx(-1.5, abs=0.05)


def test_calibration_of_the_level_alone_keeps_the_slope() -> None:
    random = np.random.default_rng(2)
    margins = random.normal(0, 1, 5_000)
    labels = random.random(5_000) < sigmoid(margins - 2)
    fitted = fit_platt(margins, labels, slope=False)
    assert fitted.slope == 1
    assert fitted.probabilities(margins).mean() == pytest.approx(labels.mean(), abs=0.005)


@given(st.lists(st.tuples(st.floats(-8, 8), st.booleans()), min_size=1, max_size=30))
def test_calibration_never_turns_the_ranking_round_nor_claims_certainty(rows: list[tuple[float, bool]]) -> None:
    margins, labels = np.array([m for m, _ in rows]), np.array([label for _, label in rows])
    fitted = fit_platt(margins, labels)
    probabilities = fitted.probabilities(margins)
    assert fitted.slope > 0
    assert np.all((probabilities > 0) & (probabilities < 1))


def test_calibration_on_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no rows"):
        fit_platt(np.array([]), np.array([], dtype=bool))


@pytest.mark.parametrize("shift", [-12.0, 0.0, 12.0])
@pytest.mark.parametrize("scale", [0.02, 1.0, 8.0])
def test_calibration_finds_its_bottom_from_however_far(shift: float, scale: float) -> None:
    """On the rows it was fitted on, the mean probability is the share that happened, but for the smoothing."""
    random = np.random.default_rng(7)
    wanted = random.normal(-2.5, 1.2, 400)
    labels = random.random(400) < sigmoid(wanted)
    fitted = fit_platt(wanted * scale + shift, labels)
    assert fitted.probabilities(wanted * scale + shift).mean() == pytest.approx(labels.mean(), abs=0.01)
