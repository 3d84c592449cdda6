"""What several numbers say together."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def mean(values: Sequence[float]) -> float:
    """Their mean; NaN for none."""
    return statistics.fmean(values) if values else math.nan


def sd(values: Sequence[float]) -> float:
    """Their standard deviation with n − 1 below the line; NaN for less than two.

    `numpy.std` divides by n, a tenth too small for five numbers.
    """
    return statistics.stdev(values) if len(values) > 1 else math.nan
