"""Whether one setting is really better than another, or the seeds were kind to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigurationError, share

Outcome = Literal["a lower", "b lower", "can't tell"]
EXACT = 16
"""Seeds up to which every pattern of signs is counted; 65,536 of them."""
DRAWS = 1 << 16
"""Patterns drawn at random where there are more."""
POWER = 0.8
"""Chance of seeing a difference of the observed size that a recommended number of seeds gives."""
MOST = 1000
"""Seeds beyond which a difference is too small to ask for more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the same seeds with two settings say."""

    outcome: Outcome
    reason: str
    """Why, in a sentence or two."""
    p: float
    """Two-sided: the share of sign patterns with a mean difference at least as far from zero."""
    level: float
    """p up to which a difference counts."""
    difference: float
    """Mean of a − b."""
    effect: float
    """Mean of a − b over its standard deviation (Cohen's d for pairs); ±∞ where all pairs differ by
    the same, 0 where none differs."""
    seeds: int
    more_seeds: int | None
    """About how many more seeds would show a difference of this size four times in five; 0 where
    it shows already, None where no reasonable number would."""


def compare(a: Sequence[float], b: Sequence[float], *, level: float = 0.05) -> Verdict:
    """Compare numbers of two settings, paired by seed: a[i] and b[i] had the same one.

    Exact sign-flip permutation test (Fisher 1935): were the settings alike, each difference could
    as well have had the other sign; p is the share of all 2ⁿ patterns of signs whose mean is at
    least as extreme. Nothing is assumed of the differences but symmetry around zero in that case.
    The smallest p of n seeds is 2/2ⁿ: with five or less no difference, however large, is
    significant at 5 %. Beyond 16 seeds 65,536 patterns are drawn, always the same ones. Raises
    ConfigurationError for numbers of different length, none, or some that are not finite.
    """
    share("level", level)
    d = _differences(a, b)
    n = len(d)
    p = _sign_flip(d)
    mean = float(d.mean())
    effect = _effect(d)
    fewest = _fewest(level)
    significant = p <= level
    needed = _needed(effect, level)
    more = 0 if significant else None if needed is None else max(needed, fewest, n + 1) - n
    outcome: Outcome = "can't tell"
    if significant:
        outcome = "a lower" if mean < 0 else "b lower"
    return Verdict(
        outcome=outcome,
        reason=_reason(d, p, level, fewest, more),
        p=p,
        level=level,
        difference=mean,
        effect=effect,
        seeds=n,
        more_seeds=more,
    )


def _differences(a: Sequence[float], b: Sequence[float]) -> NDArray[np.float64]:
    if len(a) != len(b) or not len(a):
        raise ConfigurationError(
            "a and b", (len(a), len(b)), "Give both settings the same seeds, at least one."
        )
    for name, values in (("a", a), ("b", b)):
        for seed, value in enumerate(values):
            if not math.isfinite(value):
                raise ConfigurationError(
                    f"{name}[{seed}]",
                    value,
                    "Leave this seed out of both, and say how many diverged.",
                    "A run without a number has no mean.",
                )
    d = np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64)
    # What is left of equal numbers after rounding is no difference.
    size = max(np.abs(a).max(), np.abs(b).max())
    return np.where(np.abs(d) <= 1e-12 * size, 0.0, d)


def _sign_flip(d: NDArray[np.float64]) -> float:
    """Share of sign patterns whose sum is at least as far from zero as that of `d`, (n,)."""
    n = len(d)
    # Sums that are equal but for rounding are equal.
    observed = abs(d.sum()) - 1e-9 * np.abs(d).sum()
    if n <= EXACT:
        patterns = np.arange(1 << n)[:, None] >> np.arange(n) & 1
        return float(np.mean(np.abs((2.0 * patterns - 1) @ d) >= observed))
    random = np.random.default_rng(0)
    signs = random.integers(0, 2, size=(DRAWS, n)) * 2.0 - 1
    extreme = int(np.sum(np.abs(signs @ d) >= observed))
    # The observed pattern is one of them, or p could be zero (Phipson and Smyth 2010).
    return (extreme + 1) / (DRAWS + 1)


def _effect(d: NDArray[np.float64]) -> float:
    mean = float(d.mean())
    spread = float(d.std(ddof=1)) if len(d) > 1 else 0.0
    if spread > 1e-9 * abs(mean):
        return mean / spread
    return math.copysign(math.inf, mean) if mean else 0.0


def _fewest(level: float) -> int:
    """Seeds below which no difference can be significant: 2/2ⁿ ≤ level."""
    return math.ceil(1 - math.log2(level)) if level > 0 else MOST


def _needed(effect: float, level: float) -> int | None:
    """Seeds that show an effect of this size with the chance POWER, by the normal approximation:

    n = ((z₁₋α⸝₂ + z_power) / d)² + z²₁₋α⸝₂ / 2 (Guenther 1981).
    """
    if not effect or not level:
        return None
    z = NormalDist().inv_cdf(1 - level / 2)
    seeds = ((z + NormalDist().inv_cdf(POWER)) / effect) ** 2 + z**2 / 2
    return math.ceil(seeds) if seeds <= MOST else None


def _reason(d: NDArray[np.float64], p: float, level: float, fewest: int, more: int | None) -> str:
    n = len(d)
    lower = int(np.sum(d < 0))
    counted = f"a is lower with {lower} of {_seeds(n)}, b with {int(np.sum(d > 0))}"
    if not d.any():
        return "Both gave the same number with every seed."
    if p <= level:
        return f"{counted}; if the settings were alike, that would happen with p = {p:.3g}."
    ask = (
        f"About {more} more would show a difference of this size."
        if more is not None
        else f"Even {MOST} seeds would hardly show a difference this small."
    )
    if n < fewest:
        return (
            f"{counted}. {_seeds(n)} can never be significant at {level:.0%}: even if all agreed, "
            f"p would be {2 / 2**n:.3g}; it takes {fewest} seeds. {ask}"
        )
    return f"{counted}; that also happens by chance, with p = {p:.3g}. {ask}"


def _seeds(count: int) -> str:
    return "1 seed" if count == 1 else f"{count} seeds"
