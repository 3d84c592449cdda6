"""Takes the snapshots of a run while it trains."""

from __future__ import annotations

from collections.abc import Iterator

from engine.batches import Position
from engine.events import Event, SnapshotTaken
from engine.state import State
from engine.travel.keeping import Keeper


class Taking:
    """Copies the state of one run for a keeper; does nothing where there is none."""

    def __init__(self, state: State, keeper: Keeper | None) -> None:
        self._state, self._keeper = state, keeper
        self._taken_at = -1

    def first(self, position: Position) -> Iterator[Event]:
        """The point from which everything begins."""
        if position.step == 0:
            yield from self._take(position)

    def after(self, position: Position) -> Iterator[Event]:
        """A snapshot, where one is due after this step."""
        if self._keeper is not None and self._keeper.due(position.step):
            yield from self._take(position)

    def last(self, position: Position) -> Iterator[Event]:
        """The point from which the run could go on."""
        yield from self._take(position)

    def _take(self, position: Position) -> Iterator[Event]:
        if self._keeper is None or position.step == self._taken_at:
            return
        self._taken_at = position.step
        self._keeper.keep(self._state.capture(position))
        yield SnapshotTaken(step=position.step)
