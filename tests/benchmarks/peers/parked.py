"""Lets a framework that owns its training loop advance by a few steps at a time.

The framework's `fit` runs in a thread of its own, which waits between two slices. A peer's module
calls `record` once a step, from the place where that framework's users read their numbers.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Protocol

import torch


class Record(Protocol):
    """What a peer says at the end of every step; the numbers are kept."""

    def __call__(self, loss: float, *more: float) -> None:
        """The loss and, where they are asked for, learning rate and gradient norm."""
        ...


class PeerError(RuntimeError):
    """The framework raised an error, or stopped training by itself."""


class Closed(BaseException):
    """Raised inside the framework's loop to end it."""


class Parked:
    """One training run that trains only while `advance` waits for it."""

    def __init__(self, train: Callable[[Record], None]) -> None:
        self.records: list[tuple[float, ...]] = []
        """What was recorded, one entry a step."""
        self._train = train
        self._failure: BaseException | None = None
        self._closing = False
        self._left = 0
        self._go, self._done = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._done.acquire()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def advance(self, steps: int) -> None:
        """Train that many steps. Raises PeerError where the framework failed or ended."""
        if self._failure is not None:
            raise PeerError("training has ended") from self._failure
        self._left = steps
        self._go.release()
        self._done.acquire()
        if self._failure is not None:
            raise PeerError(repr(self._failure)) from self._failure

    def close(self) -> None:
        """End the run, and wait a little for its thread."""
        if self._failure is None:
            self._closing = True
            self._go.release()
            self._thread.join(timeout=10)

    def _run(self) -> None:
        self._go.acquire()
        torch.set_num_threads(1)
        try:
            if not self._closing:
                self._train(self._record)
            self._failure = EOFError("the framework stopped by itself")
        except Closed as closed:
            self._failure = closed
        except BaseException as failure:
            self._failure = failure
        with contextlib.suppress(RuntimeError):
            self._done.release()

    def _record(self, loss: float, *more: float) -> None:
        self.records.append((loss, *more))
        self._left -= 1
        if self._left <= 0:
            self._done.release()
            self._go.acquire()
            if self._closing:
                raise Closed
