"""Where the runs of a search are made: in this process, or as stored runs in workers."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Protocol

from engine.commands import Stop
from engine.events import Evaluated, Event, RunEnded
from engine.failure import explain
from engine.recipes import experiment_of
from engine.request import RunRequest

if TYPE_CHECKING:
    from engine.client import Engine
    from engine.steering import Steering


class Execution(Protocol):
    """One run under way."""

    run: str
    """Identity in the RunStore; empty where the run is not kept."""

    def poll(self, timeout: float) -> tuple[Event, ...]:
        """What is new; `RunEnded` is the last event there is. May wait, `timeout` seconds."""
        ...

    def stop(self) -> None:
        """Ask the run to end; `RunEnded` follows."""
        ...

    def close(self) -> None:
        """End it now, whatever state it is in."""
        ...


class Executor(Protocol):
    """Starts runs."""

    concurrent: bool
    """Whether several runs get on at the same time."""

    def start(self, request: RunRequest) -> Execution:
        """Begin a run. Raises EngineError where it cannot be started."""
        ...


class InProcess:
    """Trains in this process, one run after the other; nothing is kept but what trials say."""

    concurrent = False

    def start(self, request: RunRequest) -> Execution:
        """Begin a run; whatever its recipe raises becomes its end."""
        return _Here(request)


class Workers:
    """Trains in worker processes; every trial is a run in the engine's store like all others."""

    concurrent = True

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, request: RunRequest) -> Execution:
        """Begin a run. Raises EngineError where it cannot be recorded."""
        return _There(self._engine, request)


class _Here:
    """A run in this process: gets on while it is asked for news."""

    run = ""

    def __init__(self, request: RunRequest) -> None:
        from engine.steering import Steering

        self._steering: Steering = Steering()
        self._events = self._training(request)

    def poll(self, timeout: float) -> tuple[Event, ...]:  # noqa: ARG002 - nobody waits here
        """Train on to the next evaluation or the end."""
        news: list[Event] = []
        try:
            for event in self._events:
                news.append(event)
                if isinstance(event, Evaluated):
                    break
        except Exception as error:  # whatever a recipe raises, the search goes on
            problem = explain(error)
            news.append(RunEnded(status="failed", steps=0, seconds=0.0, problem=problem))
        return tuple(news)

    def stop(self) -> None:
        """Ask it to end before its next step."""
        self._steering.put(Stop())

    def close(self) -> None:
        """Leave it where it is."""
        self._events.close()

    def _training(self, request: RunRequest) -> Generator[Event, None, None]:
        from engine.events import StepEnded
        from engine.training import train

        experiment = experiment_of(request)
        events = train(
            experiment,
            seed=request.seed,
            device=request.device,
            steps=request.steps,
            steering=self._steering,
        )
        for event in events:
            if not isinstance(event, StepEnded):
                yield event


class _There:
    """A run in a worker."""

    def __init__(self, engine: Engine, request: RunRequest) -> None:
        self._session = engine.start(request)
        self.run = self._session.info.run

    def poll(self, timeout: float) -> tuple[Event, ...]:
        """What it has said since the last call."""
        self._session.wait(timeout)
        return self._session.poll().events

    def stop(self) -> None:
        """Ask it to end after the step that is under way."""
        self._session.send(Stop())

    def close(self) -> None:
        """Stop it, or kill it where it does not come to an end."""
        if self._session.ended is None:
            self._session.close()
