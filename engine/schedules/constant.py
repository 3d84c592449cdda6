"""The learning rate stays what it is."""

from __future__ import annotations

from dataclasses import dataclass

from engine.schedules.base import Horizon, Mark


@dataclass(frozen=True, slots=True)
class Constant:
    """η_t = η."""

    def factor(self, step: int, horizon: Horizon) -> float:  # noqa: ARG002 - the same at every step
        """1 at every step."""
        return 1.0

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens."""
        return ()
