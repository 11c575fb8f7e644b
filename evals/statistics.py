"""The statistics of a run: how sure a share is, how steady a case is, whether a change is one."""

from collections.abc import Sequence
from math import comb
from random import Random

SIGNIFICANT = 0.05
RESAMPLES = 10_000


def pass_hat(passed: int, trials: int, k: int) -> float:
    """pass^k: the probability that k trials all pass, unbiased: C(c, k) / C(n, k) (Yao et al. 2024, τ-bench, §3).

    Args:
        passed: Trials passed, c.
        trials: Trials, n.
        k: How many have to pass; at most n.
    """
    return comb(passed, k) / comb(trials, k)


def pass_at(passed: int, trials: int, k: int) -> float:
    """pass@k: the probability that one of k trials passes, unbiased: 1 − C(n−c, k) / C(n, k) (Chen et al. 2021, §2.1).

    Args:
        passed: Trials passed, c.
        trials: Trials, n.
        k: How many may be tried; at most n.
    """
    return 1 - comb(trials - passed, k) / comb(trials, k)


def mcnemar(broke: int, fixed: int) -> float:
    """The probability that so many or more of the changed cases broke by chance (McNemar 1947, exact, one-sided).

    Args:
        broke: Cases that passed before and fail now.
        fixed: Cases that failed before and pass now.
    """
    changed = broke + fixed
    return float(sum(comb(changed, count) for count in range(broke, changed + 1)) / 2**changed)


def paired_bootstrap(before: Sequence[float], now: Sequence[float], seed: int = 0) -> float:
    """The probability that shares of the same cases did not fall: how often a resampled mean difference is not below 0.

    For cases that were tried several times, where a case is passed in part (Efron & Tibshirani 1993, ch. 16; Koehn
    2004 for paired systems).

    Args:
        before: Each case's share of trials passed in the baseline.
        now: The same cases' shares now.
        seed: Of the resampling.
    """
    differences = [after - earlier for earlier, after in zip(before, now, strict=True)]
    if not any(differences):
        return 1.0
    random = Random(seed)
    draws = (sum(random.choices(differences, k=len(differences))) for _ in range(RESAMPLES))
    return sum(total >= 0 for total in draws) / RESAMPLES


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which a share of the values lies (nearest rank); None where there are none."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def calibration_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float | None:
    """Expected calibration error over bins of equal width (Naeini et al. 2015; Guo et al. 2017): 0 is perfect.

    Args:
        scores: Probabilities that were claimed.
        right: Whether each was right.
        bins: How many.

    Returns:
        The mean distance between claimed and found, weighed by how many lie in a bin; None without scores.
    """
    if not scores:
        return None
    total = 0.0
    for members in binned(scores, right, bins):
        claimed = sum(score for score, _ in members) / len(members)
        found = sum(hit for _, hit in members) / len(members)
        total += len(members) / len(scores) * abs(claimed - found)
    return total


def binned(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[list[tuple[float, bool]]]:
    """Scores with their outcome, in bins of equal width; empty bins are left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for score, hit in zip(scores, right, strict=True):
        groups.setdefault(min(bins - 1, int(score * bins)), []).append((score, hit))
    return [groups[place] for place in sorted(groups)]
