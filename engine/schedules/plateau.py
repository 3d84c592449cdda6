"""Reduce on plateau: lower the rate when a measurement stops getting better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from engine.errors import ConfigurationError, at_least, one_of, share
from engine.schedules.base import Horizon, Mark

Mode = Literal["min", "max"]
"""Whether lower or higher is better."""
ThresholdMode = Literal["rel", "abs"]
"""Whether the threshold is a share of the best value or a distance from it."""


@dataclass(frozen=True, slots=True)
class ReduceOnPlateau:
    """η ← max(γ · η, m · η₀) whenever more than `patience` measurements in a row were no better.

    Better means, with b the best value so far and τ the threshold:

        min: v < b · (1 − τ)  (rel)    v < b − τ  (abs)
        max: v > b · (1 + τ)  (rel)    v > b + τ  (abs)

    A value that is not a number is never better. For values below 0 the relative test is the wrong
    way round (anything like b already counts as better), so take `abs` there. Equals
    `torch.optim.lr_scheduler.ReduceLROnPlateau(mode, γ, patience, threshold, threshold_mode,
    cooldown, min_lr=m·η₀, eps=0)` fed the same values. (PyTorch's eps ignores reductions by less
    than 10⁻⁸ in the rate itself.)
    """

    metric: str = "loss"
    """What it listens to: `loss` of the validation split, or the name of a metric."""
    mode: Mode = "min"
    """Whether lower or higher is better."""
    gamma: float = 0.1
    """γ: factor of each reduction."""
    patience: int = 10
    """Measurements without improvement that are put up with."""
    threshold: float = 1e-4
    """τ: how much better is better."""
    threshold_mode: ThresholdMode = "rel"
    """Share of the best value, or distance from it."""
    cooldown: int = 0
    """Measurements after a reduction in which bad ones are not counted."""
    min_factor: float = 0.0
    """m: the factor that is not gone below."""

    def __post_init__(self) -> None:
        one_of("mode", self.mode, get_args(Mode))
        one_of("threshold_mode", self.threshold_mode, get_args(ThresholdMode))
        share("gamma", self.gamma)
        at_least("patience", self.patience, 0)
        at_least("threshold", self.threshold, 0)
        at_least("cooldown", self.cooldown, 0)
        share("min_factor", self.min_factor, one=True)
        if not self.metric:
            raise ConfigurationError("metric", self.metric, "Name the measurement, such as loss.")

    def factor(self, step: int, horizon: Horizon) -> float:  # noqa: ARG002
        """1: what is planned as long as there is no bad news."""
        return 1.0

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing is planned."""
        return ()

    def react(self) -> PlateauReaction:
        """A listener that has heard nothing yet."""
        return PlateauReaction(self)

    def better(self, value: float, best: float) -> bool:
        """Whether `value` is an improvement on `best`."""
        if self.mode == "min":
            bar = best * (1 - self.threshold) if self._relative else best - self.threshold
            return value < bar
        bar = best * (1 + self.threshold) if self._relative else best + self.threshold
        return value > bar

    @property
    def _relative(self) -> bool:
        return self.threshold_mode == "rel"


class PlateauReaction:
    """Counts the measurements of one run that were no better than the best."""

    def __init__(self, rule: ReduceOnPlateau) -> None:
        """Anything is better than the first best value, which is infinitely bad."""
        self.metric = rule.metric
        self.factor = 1.0
        self._rule = rule
        self._best = math.inf if rule.mode == "min" else -math.inf
        self._bad = 0
        self._cooling = 0

    def report(self, value: float) -> bool:
        """Take note of a measurement. Returns whether `factor` has changed."""
        rule = self._rule
        if rule.better(value, self._best):
            self._best = value
            self._bad = 0
        else:
            self._bad += 1
        if self._cooling > 0:
            self._cooling -= 1
            self._bad = 0
        if self._bad <= rule.patience:
            return False
        self._bad = 0
        self._cooling = rule.cooldown
        before, self.factor = self.factor, max(rule.gamma * self.factor, rule.min_factor)
        return self.factor < before

    def state_dict(self) -> dict[str, float]:
        """Best value, counts and factor."""
        return {
            "factor": self.factor,
            "best": self._best,
            "bad": self._bad,
            "cooling": self._cooling,
        }

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go back to what was known then."""
        self.factor = float(state["factor"])
        self._best = float(state["best"])
        self._bad = int(state["bad"])
        self._cooling = int(state["cooling"])
