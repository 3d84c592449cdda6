"""Keep the best weights of a run, and end it when nothing gets better any more."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.errors import at_least, one_of

if TYPE_CHECKING:
    from torch import Tensor, nn


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBest:
    """Remember the weights with the best validation; with `patience`, early stopping.

    Better means strictly better, by more than `min_delta`: a tie is no progress, and neither is
    a value that is not a number. Source: Prechelt, "Early Stopping - But When?", 1998.
    """

    metric: str = "loss"
    """`loss` or one of the experiment's metrics, on the validation split."""
    mode: Literal["min", "max"] = "min"
    patience: int | None = None
    """Evaluations without progress after which the run ends; None: it never ends early."""
    min_delta: float = 0.0
    """Progress smaller than this does not count."""
    restore: bool = field(default=True)
    """Put the best weights back at the end of the run."""

    def __post_init__(self) -> None:
        one_of("mode", self.mode, ("min", "max"))
        at_least("min_delta", self.min_delta, 0)
        if self.patience is not None:
            at_least("patience", self.patience, 1)

    def start(self) -> Best:
        """Make the memory of one run."""
        return Best(self)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Weights, and what they measured."""

    step: int
    """Updates made when they were measured."""
    value: float
    weights: dict[str, Tensor]


class Best:
    """The best so far.

    A measurement that was not planned, because the run happened to end there, may be the best one,
    but is no part of the count: a run that goes on from there would not have made it.
    """

    def __init__(self, rule: KeepBest) -> None:
        self.rule = rule
        self.step = 0
        """Updates made when it was measured; 0 where nothing was measured yet."""
        self.value = math.inf if rule.mode == "min" else -math.inf
        self.waited = 0
        """Evaluations since then."""
        self.weights: dict[str, Tensor] | None = None
        """The model's state then."""
        self._unplanned: Kept | None = None

    @property
    def exhausted(self) -> bool:
        """Whether patience is used up."""
        return self.rule.patience is not None and self.waited >= self.rule.patience

    @property
    def kept(self) -> Kept | None:
        """The best of all measurements; None where there is none."""
        if self._unplanned is not None:
            return self._unplanned
        return None if self.weights is None else Kept(self.step, self.value, self.weights)

    def report(self, step: int, value: float, model: nn.Module, *, planned: bool = True) -> bool:
        """Take note of an evaluation. Returns whether it is the best so far."""
        sign = 1 if self.rule.mode == "min" else -1
        better = sign * (self.value - value) > self.rule.min_delta  # not where value is nan
        if not better:
            self.waited += planned
            return False
        weights = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
        if planned:
            self.step, self.value, self.waited, self.weights = step, value, 0, weights
        else:
            self._unplanned = Kept(step, value, weights)
        return True

    def state_dict(self) -> dict[str, Any]:
        """What is remembered, and which weights are kept if the run ends here."""
        last = self._unplanned
        return {
            "of": [self.rule.metric, self.rule.mode],
            "unplanned": last and {"step": last.step, "value": last.value, "weights": last.weights},
            "step": self.step,
            "value": self.value,
            "waited": self.waited,
            "weights": self.weights,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back to that memory, unless it is of another metric."""
        if state["of"] != [self.rule.metric, self.rule.mode]:
            return
        self.step, self.value, self.waited = state["step"], state["value"], state["waited"]
        self.weights = state["weights"]
