"""One cycle: up to a high rate, then far below where it began."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from engine.errors import at_least, one_of, share
from engine.schedules.base import Horizon, Mark
from engine.schedules.momentum import MomentumRange, check_momentum_range

Anneal = Literal["cosine", "linear"]
"""The form of each rise and fall."""


class _Phase(NamedTuple):
    """A stretch of the run in which rate and momentum move from one end to the other."""

    begins: float
    ends: float
    """In steps; a fraction of a step, as in PyTorch."""
    rate: tuple[float, float]
    """Factor at the beginning and at the end."""
    momentum: tuple[float, float]
    """The same of the momentum, 0 for the lowest and 1 for the highest."""


@dataclass(frozen=True, slots=True)
class OneCycle:
    """Half a cosine up from η/d to η over a share p of the run, half a cosine down to η/(d·f).

    With three phases the fall first mirrors the rise, down to η/d, and goes on to η/(d·f) in what
    is left. The momentum, where it is moved, goes the opposite way: lowest at the highest rate.

    Source: Smith and Topin, "Super-Convergence", 2018. Equals
    `torch.optim.lr_scheduler.OneCycleLR(max_lr=η, cycle_momentum=False)` with the same defaults.
    PyTorch moves the momentum unless it is told not to, and so replaces the one that the optimiser
    was made with; here that has to be asked for: `OneCycle(momentum_range=(0.85, 0.95))`.
    """

    rise: float = 0.3
    """p: share of the run in which the rate rises."""
    start_divisor: float = 25.0
    """d: the first rate is η/d."""
    final_divisor: float = 1e4
    """f: the last rate is the first one divided by f."""
    momentum_range: MomentumRange | None = None
    """(lowest, highest) momentum; PyTorch's defaults are 0.85 and 0.95. None: it is left alone."""
    anneal: Anneal = "cosine"
    """Half cosines or straight lines."""
    three_phase: bool = False
    """Whether a third phase takes the rate from η/d to η/(d·f)."""

    def __post_init__(self) -> None:
        share("rise", self.rise, one=True)
        at_least("start_divisor", self.start_divisor, 0, inclusive=False)
        at_least("final_divisor", self.final_divisor, 0, inclusive=False)
        check_momentum_range(self.momentum_range)
        one_of("anneal", self.anneal, get_args(Anneal))

    def factor(self, step: int, horizon: Horizon) -> float:
        """Rises from 1/d to 1, then falls to 1/(d·f) at the last step."""
        phase = self._phase(step, horizon)
        return self._between(phase.rate, phase, step)

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """Falls while the rate rises, and comes back; None without a `momentum_range`."""
        if self.momentum_range is None:
            return None
        lowest, highest = self.momentum_range
        phase = self._phase(step, horizon)
        return lowest + (highest - lowest) * self._between(phase.momentum, phase, step)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the update with the highest rate."""
        before = max(math.floor(self.rise * horizon.steps - 1), 0)
        after = min(before + 1, horizon.steps - 1)
        highest = max(before, after, key=lambda step: self.factor(step, horizon))
        return (Mark(highest + 1, "W", "highest rate"),)

    def _phase(self, step: int, horizon: Horizon) -> _Phase:
        """The phase that this step belongs to."""
        first = 1 / self.start_divisor
        last = first / self.final_divisor
        end = horizon.steps - 1
        peak = self.rise * horizon.steps - 1
        if step <= peak:
            return _Phase(0.0, peak, (first, 1.0), (1.0, 0.0))
        if not self.three_phase:
            return _Phase(peak, end, (1.0, last), (0.0, 1.0))
        mirrored = 2 * self.rise * horizon.steps - 2
        if step <= mirrored:
            return _Phase(peak, mirrored, (1.0, first), (0.0, 1.0))
        return _Phase(mirrored, end, (first, last), (1.0, 1.0))

    def _between(self, ends: tuple[float, float], phase: _Phase, step: int) -> float:
        """From the first to the second, by how far the phase has come; not beyond its end."""
        start, end = ends
        length = phase.ends - phase.begins
        progress = min((step - phase.begins) / length, 1.0) if length > 0 else 1.0
        if self.anneal == "linear":
            return start + (end - start) * progress
        return end + (start - end) / 2 * (1 + math.cos(math.pi * progress))
