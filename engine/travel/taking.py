"""Takes the snapshots of a run while it trains."""

from __future__ import annotations

from collections.abc import Iterator

from engine.batches import Position
from engine.events import Event, LogLine, SnapshotTaken
from engine.state import State
from engine.travel.keeping import Keeper


class Taking:
    """Copies the state of one run for a keeper; does nothing where there is none."""

    def __init__(self, state: State, keeper: Keeper | None) -> None:
        self._state, self._keeper = state, keeper
        self._taken_at = -1
        self._refused = False

    def first(self, position: Position) -> Iterator[Event]:
        """The point from which everything begins; that of a fork too, whose parent may go."""
        yield from self.now(position)

    def due(self, step: int) -> bool:
        """Whether a snapshot is wanted after this step."""
        return self._keeper is not None and self._keeper.due(step)

    def now(self, position: Position) -> Iterator[Event]:
        """A snapshot, once at most for every step. A disk that refuses it is told of once."""
        if self._keeper is None or position.step == self._taken_at:
            return
        self._taken_at = position.step
        try:
            self._keeper.keep(self._state.capture(position))
        except OSError as error:
            if not self._refused:
                self._refused = True
                yield LogLine(
                    text=f"The snapshot after step {position.step} could not be written: "
                    f"{error.strerror or error}. The run goes on without it."
                )
            return
        yield SnapshotTaken(step=position.step)
