"""A rate shaped by hand: warm-up, plateau, one of several descents, and all of that again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from engine.errors import ConfigurationError, at_least, one_of, share
from engine.schedules.base import Horizon, Mark

Decay = Literal["none", "linear", "cosine", "sqrt", "exponential", "step"]
"""How the rate falls within a cycle."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """With t updates made, w those of the warm-up, and cycle i = 0, 1, … begun at update b, L long:

        η_t = η · (t + 1) / w                         for t < w
        η_t = η · hⁱ · f((u − p) / (1 − p))           afterwards, with u = (t − b) / L

    where p is the plateau, on which f stays 1, and h the height of each cycle over that of the one
    before. f falls from 1 to m as x goes from 0 to 1: 1 − (1 − m)x (linear),
    m + (1 − m)½(1 + cos πx) (cosine), 1 − (1 − m)√x (sqrt), mˣ (exponential), or in equal factors
    (step). With one cycle and no plateau `cosine` is `warmup_cosine`; with a plateau it is the
    warm-up, stable, decay of Hu et al. 2024; with more cycles the restarts of Loshchilov and
    Hutter 2017.
    """

    warmup: int = 0
    """w: updates until the full rate."""
    plateau: float = 0.0
    """p: share of every cycle that stays at its full rate."""
    decay: Decay = "cosine"
    """The form of f."""
    end: float = 0.0
    """m: what f comes to at the end of a cycle."""
    drops: int = 3
    """In how many steps `step` falls."""
    cycles: int = 1
    """How often it all begins again at the top; 1: it does not."""
    growth: float = 1.0
    """By how much each cycle is longer than the one before."""
    height: float = 1.0
    """h: how high each cycle begins, over the one before."""

    def __post_init__(self) -> None:
        at_least("warmup", self.warmup, 0)
        share("plateau", self.plateau, one=True)
        one_of("decay", self.decay, get_args(Decay))
        share("end", self.end, one=True)
        at_least("drops", self.drops, 1)
        at_least("cycles", self.cycles, 1)
        at_least("growth", self.growth, 0, inclusive=False)
        at_least("height", self.height, 0, inclusive=False)
        if self.decay in ("exponential", "step") and self.end == 0:
            raise ConfigurationError(
                "end",
                self.end,
                "Give an end above 0, or another decay.",
                "Factors never come to 0.",
            )

    def factor(self, step: int, horizon: Horizon) -> float:
        """Up, level, down, and up again."""
        if step < self.warmup:
            return (step + 1) / self.warmup
        cycle, begin, end = self._cycle(step, horizon)
        u = min((step - begin) / (end - begin), 1.0)
        return float(self.height**cycle * self._fall(u))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` where the full rate is reached, `D` where a plateau ends or a step falls, `R`."""
        marks = [Mark(self.warmup, "W", "warm-up ends")] if self.warmup else []
        for cycle, (begin, end) in enumerate(pairwise(self._edges(horizon))):
            if cycle:
                marks.append(Mark(begin + 1, "R", "back to the top"))
            falls = begin + self.plateau * (end - begin)
            if self.decay == "step":
                drops = (falls + k * (end - falls) / (self.drops + 1) for k in self._counted())
                marks += [Mark(math.ceil(at) + 1, "D", "the rate drops") for at in drops]
            elif self.plateau and self.decay != "none":
                marks.append(Mark(math.ceil(falls) + 1, "D", "the descent begins"))
        return tuple(mark for mark in marks if mark.step <= horizon.steps)

    def _counted(self) -> range:
        return range(1, self.drops + 1)

    def _edges(self, horizon: Horizon) -> list[int]:
        """Updates made where each cycle begins, and where the last one ends."""
        length = max(horizon.steps - self.warmup, 1)
        shares = [self.growth**cycle for cycle in range(self.cycles)]
        parts = (sum(shares[:cycle]) / sum(shares) for cycle in range(self.cycles + 1))
        edges = [self.warmup + round(part * length) for part in parts]
        return list(dict.fromkeys(edges))  # in a short run a cycle may have no update at all

    def _cycle(self, step: int, horizon: Horizon) -> tuple[int, int, int]:
        """Which cycle an update belongs to, where it begins and where it ends."""
        if self.cycles == 1:
            return 0, self.warmup, max(horizon.steps, self.warmup + 1)
        edges = self._edges(horizon)
        cycle = sum(1 for edge in edges[1:-1] if step >= edge)
        return cycle, edges[cycle], edges[cycle + 1]

    def _fall(self, u: float) -> float:
        if u <= self.plateau or self.decay == "none":
            return 1.0
        x, m = (u - self.plateau) / (1 - self.plateau), self.end
        if self.decay == "cosine":
            return m + (1 - m) * 0.5 * (1 + math.cos(math.pi * x))
        if self.decay == "linear":
            return 1 - (1 - m) * x
        if self.decay == "sqrt":
            return 1 - (1 - m) * math.sqrt(x)
        if self.decay == "exponential":
            return float(m**x)
        fallen = min(math.floor(x * (self.drops + 1) + 1e-9), self.drops)
        return float(m ** (fallen / self.drops))
