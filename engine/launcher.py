"""Keeps a worker process ready, so that a run starts at once.

Where fork is safe, a server that has torch loaded forks a worker in some 30 ms. Elsewhere one
spawned worker waits, loaded, for the next job.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Protocol

from engine.jobs import Job


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that waits for its job."""

    process: BaseProcess
    connection: Connection

    def begin(self, job: Job) -> None:
        """Hand over the job."""
        self.connection.send(job)


class Launcher(Protocol):
    """Where workers come from."""

    def warm(self) -> None:
        """Begin to load torch in the background; returns at once."""
        ...

    def take(self) -> Worker:
        """A process that is ready, or is getting ready, for a job."""
        ...

    def close(self) -> None:
        """End what waits."""
        ...


def launcher(preload: tuple[str, ...] = ()) -> Launcher:
    """The quickest safe way on this platform. `preload`: modules that workers should have ready."""
    methods = multiprocessing.get_all_start_methods()
    safe = sys.platform.startswith("linux") and "forkserver" in methods
    return ForkingLauncher(preload) if safe else WaitingLauncher()


def prepare_for_textual() -> None:
    """Call before `App.run()`.

    Inside a running Textual app `sys.stderr.fileno()` is -1, and multiprocessing's resource
    tracker, which every start method but fork needs, fails to start (Textual issue 3593).
    """
    resource_tracker.ensure_running()


class ForkingLauncher:
    """Workers forked from a server that has torch loaded."""

    def __init__(self, preload: tuple[str, ...] = ()) -> None:
        self._context = multiprocessing.get_context("forkserver")
        # The first one silences the process; what comes after it is loaded in peace.
        self._context.set_forkserver_preload(["engine.preload", *preload])

    def warm(self) -> None:
        """Start the server."""
        forkserver.ensure_running()

    def take(self) -> Worker:
        """Ask the server for a child; waits for the server where it is still loading."""
        return _start(self._context)

    def close(self) -> None:
        """The server ends by itself, with this process."""


class WaitingLauncher:
    """One spawned worker waits, loaded, for the next job; then another one gets ready."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._lock = threading.Lock()
        self._waiting: Worker | None = None

    def warm(self) -> None:
        """Start the worker that waits."""
        with self._lock:
            if self._waiting is None:
                self._waiting = _start(self._context)

    def take(self) -> Worker:
        """The worker that waits, and a new one in its place."""
        with self._lock:
            worker, self._waiting = self._waiting, None
            if worker is None or not worker.process.is_alive():
                worker = _start(self._context)
            self._waiting = _start(self._context)
        return worker

    def close(self) -> None:
        """End the worker that waits."""
        with self._lock:
            if self._waiting is not None:
                self._waiting.connection.close()
                self._waiting.process.join(timeout=2)
                self._waiting.process.kill()
                self._waiting = None


def _start(context: BaseContext) -> Worker:
    from engine.worker import main

    ours, theirs = context.Pipe()
    process = context.Process(target=main, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
    process.start()
    # With our copy of its end open, a worker's death would never be noticed.
    theirs.close()
    return Worker(process, ours)
