"""An engine that plays runs back, leaves snapshots, goes on from them, and takes updates apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lab_samples import STEPS, PlayedEngine, PlayedSession, info, rows, surface

from engine.errors import EngineError
from engine.events import Event, Probed, RunStarted, SnapshotTaken
from engine.request import RunRequest
from engine.runs import SNAPSHOTS, RunInfo
from engine.session import Update
from engine.study.parts import PARTS, CodeLine, PartDone, SlowMotion, TakenApart, Watched
from engine.travel import Fork

EVERY = 40


class TravelSession(PlayedSession):
    """One that leaves a snapshot every forty steps, and begins where its fork says."""

    def __init__(self, made: RunInfo, hold_at: int | None, folder: Path) -> None:
        super().__init__(made, hold_at)
        self.folder = folder / SNAPSHOTS
        self.folder.mkdir(parents=True)
        fork = made.request.fork
        self._made = self.first = 0 if fork is None else fork.step

    def poll(self) -> Update:
        """What has happened, with the snapshots of these steps."""
        begins, before = not self._begun, self._made
        update = super().poll()
        events: list[Event] = [
            replace(event, first_step=self.first) if isinstance(event, RunStarted) else event
            for event in update.events
        ]
        due = [step for step in range(before + 1, self._made + 1) if step % EVERY == 0]
        place = 1 if begins else 0
        for step in [self.first] * begins + due:
            (self.folder / f"{step:09d}.pt").touch()
            events.insert(place, SnapshotTaken(step=step))
            place += 1
        return Update(update.rows, tuple(events))


class TravelEngine(PlayedEngine):
    """Runs with snapshots, and slow motion made of formulas."""

    def __init__(self, folder: Path, hold_at: int | None = None) -> None:
        super().__init__(folder, hold_at)
        self.asked: list[tuple[RunRequest, SlowMotion]] = []
        """What was to be taken apart."""
        self.looked: list[Fork] = []
        """Points that probes were asked to look at."""
        self.trouble: EngineError | None = None
        """Raised instead of taking apart."""

    def start(self, asked: RunRequest) -> PlayedSession:
        """Begin a run."""
        made = info(f"run{len(self.sessions)}", asked)
        session = TravelSession(made, self.hold_at, self.runs.folder(made.run))
        self.sessions.append(session)
        return session

    def look_back(self, request: RunRequest, point: Fork) -> tuple[Probed, ...]:
        """The bowl, as it always is."""
        self.looked.append(point)
        return (Probed(step=point.step, probe="surface", seen=surface()),)

    def take_apart(self, request: RunRequest, show: SlowMotion) -> TakenApart:
        """Updates in which every backward adds 0.5 to the gradient that is there."""
        self.asked.append((request, show))
        if self.trouble is not None:
            raise self.trouble
        fork = request.fork
        return TakenApart(
            before=0 if fork is None else fork.step,
            setting_up=("optimizer = SGD(model.parameters(), lr=0.1)",),
            head="for step in range(steps):",
            lines=tuple(
                CodeLine(part=part, text=f"{part}()", present=part != "clip") for part in PARTS
            ),
            done=tuple(_played(show)),
        )


def _played(show: SlowMotion) -> list[PartDone]:
    found: list[PartDone] = []
    gradient: float | None = None
    value = 1.0
    for update in range(1, show.updates + 1):
        for part in PARTS:
            times = 0 if part in show.leave_out else 2 if part in show.repeat else 1
            for _ in range(times):
                if part == "zero_grad":
                    gradient = None
                elif part == "backward":
                    gradient = (gradient or 0.0) + 0.5
                elif part == "optimizer":
                    value -= 0.1 * (gradient or 0.0)
                given: dict[str, Any] = {"loss": 2.0, "output": (), "lr": (0.1,)}
                watched = (Watched("theta[0]", value, gradient), Watched("theta[1]", 0.0, None))
                norm = gradient or 0.0
                done = PartDone(update=update, part=part, watched=watched, grad_norm=norm, **given)
                found.append(done)
    return found


__all__ = ["EVERY", "STEPS", "TravelEngine", "rows"]
