"""An engine on which nothing can be relied: runs fail, vanish, dawdle, or are not even begun."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from lab_samples import STEPS, info
from stage import StageEngine
from travel_samples import TravelSession

from engine.errors import EngineError
from engine.events import Event, HyperparameterRefused, LogLine, NonFinite, Problem, RunEnded
from engine.failure import lost
from engine.plan import Plan
from engine.request import RunRequest
from engine.runs import RunInfo
from engine.session import Update
from engine.study.parts import SlowMotion, TakenApart

TROUBLE = EngineError("It went wrong", "A die said so.", "Throw it again.")
FATES = ("finished", "finished", "finished", "diverged", "failed", "lost", "wedged")
LATE = 0.004
"""Seconds by which something that dawdles is late."""


class RoughSession(TravelSession):
    """Plays a run back until its fate overtakes it."""

    def __init__(self, made: RunInfo, folder: Path, dice: Random) -> None:
        self.dice = dice
        self.fate = dice.choice(FATES)
        super().__init__(made, None, folder)
        self.last = dice.randrange(1, STEPS)
        """Step at which it is overtaken."""

    def wait(self, timeout: float) -> None:
        """Late, sometimes."""
        if self.dice.random() < 0.3:
            time.sleep(LATE)
        if self.fate == "wedged" and self._made >= self.last:
            self._woken.wait(timeout)
        else:
            super().wait(timeout)

    def stop(self, patience: float) -> None:
        """One that is wedged is ended by force, the others as they are asked."""
        self.fate = "finished" if self.fate == "wedged" else self.fate
        super().stop(patience)

    def poll(self) -> Update:
        """What has happened, in parts that come when they come."""
        if self.dice.random() < 0.1 or (self.fate == "wedged" and self._made >= self.last):
            return Update(None, ())
        update = super().poll()
        events = [*update.events, *self.talk()]
        if self.ended is None and self._made >= self.last and self.fate != "finished":
            self.overtaken(update, events)
        return Update(update.rows, tuple(events))

    def talk(self) -> list[Event]:
        """What the trainer prints, and what it cannot do."""
        said: list[Event] = []
        if self.dice.random() < 0.2:
            said.append(LogLine(text="[red]not markup[/] \x1b[31m" + "long " * 40))
        if self.dice.random() < 0.05:
            refused: dict[str, Any] = {"step": self._made, "name": "lr", "value": 1.0}
            said.append(HyperparameterRefused(problem=TROUBLE.problem, **refused))
        return said

    def overtaken(self, update: Update, events: list[Event]) -> None:
        """Its end."""
        problem: Problem = TROUBLE.problem
        if self.fate == "diverged" and update.rows is not None and len(update.rows):
            update.rows["loss"][-1] = float("nan")
            update.rows["grad_norm"][-1] = float("inf")
            events.append(NonFinite(step=self._made, what="loss", layer="weight"))
        if self.fate == "lost":
            problem = lost(-9)
        status: Any = "diverged" if self.fate == "diverged" else "failed"
        self.ended = RunEnded(
            status=status, steps=self._made, seconds=self._made / 1000, problem=problem
        )
        events.append(self.ended)


class RoughEngine(StageEngine):
    """Begins such runs, or does not; the same dice, the same troubles."""

    def __init__(self, folder: Path, dice: Random) -> None:
        super().__init__(folder)
        self.dice = dice

    def refuse(self, often: float) -> None:
        """Raise, now and then."""
        if self.dice.random() < often:
            raise TROUBLE

    def start(self, asked: RunRequest) -> RoughSession:
        """Begin a run."""
        self.refuse(0.1)
        made = info(f"run{len(self.sessions)}", asked)
        session = RoughSession(made, self.runs.folder(made.run), Random(self.dice.random()))
        self.sessions.append(session)
        return session

    def plan(self, asked: RunRequest) -> Plan:
        """A plan, in its own time."""
        self.refuse(0.1)
        if self.dice.random() < 0.2:
            time.sleep(LATE)
        return replace(super().plan(asked), device=self.dice.choice(("cpu", "cuda")))

    def take_apart(self, request: RunRequest, show: SlowMotion) -> TakenApart:
        """Updates in their parts."""
        self.refuse(0.2)
        return super().take_apart(request, show)

    def call(self, reference: str, *arguments: object) -> object:
        """An answer, or none."""
        self.refuse(0.2)
        return super().call(reference, *arguments)
