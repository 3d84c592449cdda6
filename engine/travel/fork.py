"""Where a run goes on from, if not from the beginning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fork:
    """A snapshot of another run.

    With the other run's recipe and parameters the new run is its continuation, bit for bit: a
    rewind, or the resumption of one that was cut off. With something changed it is another future.
    """

    run: str
    """Identity of the other run."""
    step: int
    """The latest snapshot up to this step is used."""
    keep_optimizer: bool = True
    """False: the optimiser forgets the steps before, as where only weights were saved."""
