"""Warm-up, stable, decay: the full rate nearly all the time, and a short descent at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from engine.errors import ConfigurationError, at_least, one_of, share
from engine.schedules.base import Horizon, Mark

Descent = Literal["exponential", "linear", "cosine", "sqrt"]
"""How the rate falls at the end."""


@dataclass(frozen=True, slots=True)
class WarmupStableDecay:
    """With s = 1, 2, … the number of the update, w the warm-up and D the updates of the decay:

        η_s = η · s/w                  for s < w
        η_s = η                        for w ≤ s ≤ S, where S = updates of the run − D
        η_s = η · f(s − S)             for s > S

    f falls from 1 to m with x = (s − S)/D: mˣ (exponential), 1 − (1 − m)·x (linear),
    m + (1 − m)·½(1 + cos πx) (cosine), 1 − (1 − m)·√x (sqrt). Until the decay begins the length of
    the run does not matter: a longer run shares all updates with a shorter one.

    Sources: Hu et al., "MiniCPM", 2024, section 4.2, whose f is exponential and whose decay takes a
    tenth of the run; the root is from Hägele et al., "Scaling Laws and Compute-Optimal Training
    Beyond Fixed Training Durations", 2024.
    """

    warmup: int = 0
    """w: updates until the full rate."""
    decay: float = 0.1
    """Share of the run that the decay takes, 0 … 1."""
    floor: float = 0.1
    """m: the factor of the last update."""
    descent: Descent = "exponential"
    """The form of f."""

    def __post_init__(self) -> None:
        at_least("warmup", self.warmup, 0)
        share("decay", self.decay, one=True)
        share("floor", self.floor, one=True)
        one_of("descent", self.descent, get_args(Descent))
        if self.descent == "exponential" and self.floor == 0:
            raise ConfigurationError(
                "floor",
                self.floor,
                "Give a floor above 0, or another descent.",
                "An exponential never reaches 0.",
            )

    def factor(self, step: int, horizon: Horizon) -> float:
        """Up, level, down."""
        s = step + 1
        decay = self._decay_updates(horizon)
        stable_until = horizon.steps - decay
        if s < self.warmup:
            return s / self.warmup
        if s <= stable_until:
            return 1.0
        return self._fall(min((s - stable_until) / decay, 1.0))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the first step of the full rate, `D` at the first step of the decay."""
        decays = horizon.steps - self._decay_updates(horizon) + 1
        marks = []
        if 0 < self.warmup < decays:
            marks.append(Mark(self.warmup, "W", "warm-up ends"))
        first_fall = max(decays, self.warmup)
        if first_fall <= horizon.steps:
            marks.append(Mark(first_fall, "D", "the decay begins"))
        return tuple(marks)

    def _decay_updates(self, horizon: Horizon) -> int:
        return round(self.decay * horizon.steps)

    def _fall(self, x: float) -> float:
        m = self.floor
        if self.descent == "exponential":
            return float(m**x)
        if self.descent == "linear":
            return 1 - (1 - m) * x
        if self.descent == "cosine":
            return m + (1 - m) * 0.5 * (1 + math.cos(math.pi * x))
        return 1 - (1 - m) * math.sqrt(x)
