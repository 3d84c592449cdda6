"""Trains and judges several things in one worker: whoever kept them is trusted.

A learner's run and a learner's file have a fresh worker each time; what is done is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from engine import wire
from engine.eventlog import EventWriter
from engine.events import Problem, RunEnded
from engine.failure import explain
from engine.jobs import TrainJob
from engine.recording import record
from engine.references import resolve
from engine.request import RunRequest
from engine.runs import EVENTS, RunStore
from engine.steering import Steering
from lessons.checking.verdict import Judgement
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.judged import judge_text


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one file."""

    judgement: Judgement | None
    problem: Problem | None = None
    """Why it could not be judged."""


def judged(exercise: Exercise, asked: Sequence[tuple[str, int]]) -> list[Answered]:
    """The verdict on each text with its seed. Called in a worker."""
    return [_answered(exercise, text, seed) for text, seed in asked]


@dataclass(frozen=True, slots=True)
class Called:
    """What came of one function."""

    result: Any
    problem: Problem | None = None
    """Why there is none."""


def called(asked: Sequence[tuple[str, Sequence[object]]]) -> list[Called]:
    """What each function says to its arguments: what one has loaded, the next one finds."""
    return [_called(reference, arguments) for reference, arguments in asked]


def trained(root: str, requests: Sequence[RunRequest]) -> list[tuple[str, RunEnded]]:
    """Make these runs, one after the other: their ids, and how they ended. Called in a worker."""
    store = RunStore(Path(root))
    return [_trained(store, request) for request in requests]


def _trained(store: RunStore, request: RunRequest) -> tuple[str, RunEnded]:
    info = store.create(request)
    log = EventWriter(store.folder(info.run) / EVENTS)
    try:
        job = TrainJob(info.run, request, store.folder(info.run))
        ended = record(job, Steering(), log)
        log.write(ended)
    finally:
        log.close()
    return info.run, ended


def _called(reference: str, arguments: Sequence[object]) -> Called:
    try:
        return Called(_here(reference, *arguments))
    except Exception as error:  # whatever it is, the caller is told
        return Called(None, explain(error))


def _answered(exercise: Exercise, text: str, seed: int) -> Answered:
    try:
        return Answered(judge_text(exercise, text, _here, seed=seed))
    except TutorError as error:
        return Answered(None, error.problem)


def _here(reference: str, *arguments: object) -> Any:
    """As `Engine.call`, in this very process."""
    result = resolve(reference)(*arguments)
    return msgspec.json.decode(msgspec.json.encode(wire.plain(msgspec.to_builtins(result))))
