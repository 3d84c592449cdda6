"""Inverse square root: the schedule of the first Transformer."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import at_least
from engine.schedules.base import Horizon, Mark


@dataclass(frozen=True, slots=True)
class InverseSqrt:
    """Rises linearly for w updates, then falls with the square root of the update's number s.

        η_s = η · √w · min(s^−½, s · w^−1.5)              without `width`: the peak is η
        η_s = η · d^−½ · min(s^−½, s · w^−1.5)            with `width` d: the formula of the paper

    s counts from 1, and the rate is set before the update: the first one is made with η/w, never
    with a rate that nobody chose. The paper's formula gives the rate itself, so it goes with a base
    rate η of 1; its peak is 1/√(d·w), which for d = 512 and w = 4000 is 7·10⁻⁴. The paper used
    Adam with β₂ = 0.98 and ε = 10⁻⁹.

    Source: Vaswani et al., "Attention Is All You Need", 2017, equation 3; often called Noam.
    """

    warmup: int = 4000
    """w: updates until the peak."""
    width: int | None = None
    """d: width of the model; None: a factor relative to the peak."""

    def __post_init__(self) -> None:
        at_least("warmup", self.warmup, 1)
        if self.width is not None:
            at_least("width", self.width, 1)

    def factor(self, step: int, horizon: Horizon) -> float:  # noqa: ARG002 - no end in sight
        """Up to the peak at update w, then 1/√s."""
        s, w = step + 1, self.warmup
        shape = min(s**-0.5, s * w**-1.5)
        return float(shape * (w**0.5 if self.width is None else self.width**-0.5))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the update with the highest rate."""
        if self.warmup > horizon.steps:
            return ()
        return (Mark(self.warmup, "W", "warm-up ends"),)
