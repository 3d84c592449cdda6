"""`tutor run`: the events it writes, the order they come in, and what it returns."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from rich.console import Console

from engine.client import Engine
from engine.commands import Command
from engine.events import (
    Evaluated,
    Event,
    LogLine,
    Metric,
    NonFinite,
    Paused,
    Problem,
    RunEnded,
    RunStarted,
    Status,
)
from engine.request import RunRequest
from engine.runfile import dtype
from engine.runs import RunInfo
from engine.session import Session, Update
from lessons.catalog import load_catalog
from tui.headless.asked import Asked
from tui.headless.jsonl import JsonLines
from tui.headless.run import PATIENCE, follow, make, report, run_lesson

if TYPE_CHECKING:
    from engine.runfile import Rows

LESSON = "training/gradient_descent"
INFO = RunInfo(
    run="r1",
    request=RunRequest(
        recipe="m:f", parameters=(("lr", 0.1),), seed=3, name="plain", origin="unit/lesson"
    ),
    created="2026-01-01T00:00:00+00:00",
)
STARTED = RunStarted(
    run="r1",
    device="cpu",
    parameters=2,
    steps=4,
    steps_per_epoch=0,
    layers=("w",),
    groups=1,
    optimizer="SGD",
)
ENDED = RunEnded(status="finished", steps=2, seconds=0.5)
FAILURE = Problem(title="It burst", reason="Too hot.", next_step="Cool it.", details="Traceback")


def rows_of(steps: Iterable[int], *, groups: int = 1, loss: float = 0.5) -> Rows:
    made = np.zeros(len(tuple(steps)), dtype=dtype(groups, 1))
    made["step"], made["loss"], made["lr"] = tuple(steps), loss, 0.1
    return made


def written(*said: Event | Rows) -> list[dict[str, object]]:
    stream = io.BytesIO()
    lines = JsonLines(stream)
    for one in said:
        if isinstance(one, np.ndarray):
            lines.rows(INFO, one)
        else:
            lines.event(INFO, one)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


KEYS = {
    "run_started": (
        "event run lesson scenario settings seed device parameters steps steps_per_epoch optimizer"
    ),
    "step": "event run step epoch loss lr grad_norm applied_norm",
    "evaluated": "event run step split loss metrics weights",
    "non_finite": "event run step what layer",
    "log": "event run text",
    "run_ended": "event run status steps seconds steps_per_second problem",
}


def test_keys_of_the_lines_are_a_promise() -> None:
    accuracy = (Metric(name="accuracy", value=0.75),)
    said = written(
        STARTED,
        rows_of([1]),
        Evaluated(step=1, split="validation", loss=0.4, metrics=accuracy),
        NonFinite(step=2, what="loss", layer=""),
        LogLine(text="hello"),
        ENDED,
    )
    assert {str(line["event"]): " ".join(line) for line in said} == KEYS
    assert said[0]["settings"] == {"lr": 0.1}
    assert said[2]["metrics"] == {"accuracy": 0.75}
    assert said[-1]["steps_per_second"] == 4


def test_what_no_script_needs_is_left_out() -> None:
    assert written(Paused(step=1)) == []


def test_numbers_that_are_not_finite_are_words() -> None:
    losses = [written(rows_of([1], loss=float(word)))[0]["loss"] for word in ("nan", "inf", "-inf")]
    assert losses == ["nan", "inf", "-inf"]


def test_one_rate_is_a_number_and_several_are_a_list() -> None:
    assert written(rows_of([1]))[0]["lr"] == 0.1
    assert written(rows_of([1], groups=2))[0]["lr"] == [0.1, 0.1]


def test_lines_come_in_the_order_of_their_steps() -> None:
    stream = io.BytesIO()
    measured = Evaluated(step=2, split="validation", loss=0.4)
    events = (STARTED, measured, LogLine(text="printed"), ENDED)
    report(INFO, rows_of([1, 2, 3]), events, JsonLines(stream))
    said = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line.get("step", line["event"]) for line in said if line["event"] != "evaluated"] == [
        "run_started",
        1,
        2,
        "log",
        3,
        "run_ended",
    ]
    assert [line["event"] for line in said].index("evaluated") == 3


@dataclass
class FakeSession:
    """A run that ends at its first look."""

    info: RunInfo
    end: RunEnded
    ended: RunEnded | None = None

    def wait(self, timeout: float) -> None:
        """Nothing to wait for."""

    def poll(self) -> Update:
        self.ended = self.end
        return Update(None, (STARTED, self.end))

    def send(self, command: Command) -> None:
        raise AssertionError("nobody pressed a key")


@dataclass
class FakeEngine:
    """Begins runs that end as told."""

    end: RunEnded
    begun: list[str] = field(default_factory=list)

    def start(self, request: RunRequest) -> Session:
        self.begun.append(request.name)
        return cast("Session", FakeSession(RunInfo(run="r", request=request, created=""), self.end))


@pytest.mark.parametrize(("status", "code"), [("failed", 1), ("stopped", 130), ("finished", 0)])
def test_the_exit_status_says_how_runs_ended(status: Status, code: int) -> None:
    lesson, requests = Asked(text=LESSON).requests(load_catalog())
    problem = FAILURE if status == "failed" else None
    engine = FakeEngine(RunEnded(status=status, steps=0, seconds=0.0, problem=problem))
    console = Console(file=io.StringIO())
    runs, returned = make(cast("Engine", engine), lesson, requests, console, None)
    assert (runs, returned) == ([], code)
    assert len(engine.begun) == (len(requests) if status == "finished" else 1)
    said = cast("io.StringIO", console.file).getvalue()
    assert all((word in said) == (status == "failed") for word in ("Too hot.", "Cool it."))


@pytest.mark.parametrize(
    ("text", "jsonl"), [("optimizers/nothing", None), (LESSON, "missing/folder/lines.jsonl")]
)
def test_what_cannot_begin_makes_no_run(
    text: str,
    jsonl: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Engine, "plan", lambda *_: None)
    assert run_lesson(Asked(text=text), jsonl=jsonl, out=tmp_path / "runs") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("tutor: ")
    assert said.err.count("\n") == 1
    assert not (tmp_path / "runs").exists()


def test_a_short_run_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lesson = load_catalog().lesson(LESSON)
    name = lesson.lab.scenarios[0].name
    asked = Asked(text=LESSON, scenarios=(name,), steps=3, device="cpu")
    lines = tmp_path / "lines.jsonl"
    assert run_lesson(asked, jsonl=str(lines), out=tmp_path / "runs") == 0
    said = [json.loads(line) for line in lines.read_text().splitlines()]
    assert (said[0]["event"], said[-1]["event"]) == ("run_started", "run_ended")
    assert [line["step"] for line in said if line["event"] == "step"] == [1, 2, 3]
    assert {" ".join(line) for line in said} <= set(KEYS.values())
    assert said[-1]["status"] == "finished"
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [said[0]["run"]]
    printed = capsys.readouterr().out
    assert "after 3 steps" in printed
    assert all(title in printed for title in ("loss", "learning rate", "gradient norm"))


def test_a_device_that_is_not_there_is_said_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Asked(text=LESSON, device="toaster")
    assert run_lesson(asked, jsonl="-", out=tmp_path / "runs") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "toaster" in said.err
    assert not (tmp_path / "runs").exists()


@dataclass
class PatientSession(FakeSession):
    """A run that goes on until it is stopped twice; each look is interrupted."""

    stops: list[float] = field(default_factory=list)

    def poll(self) -> Update:
        signal.raise_signal(signal.SIGINT)
        self.ended = self.end if len(self.stops) == 3 else None
        return Update(None, ())

    def stop(self, patience: float) -> None:
        self.stops.append(patience)


def test_ctrl_c_asks_once_and_then_does_not_wait() -> None:
    asked = RunRequest(recipe="recipes:nothing")
    end = RunEnded(status="stopped", steps=0, seconds=0.0)
    session = PatientSession(RunInfo(run="r", request=asked, created=""), end)
    before = signal.getsignal(signal.SIGINT)
    assert len(list(follow(cast("Session", session)))) == 3
    assert session.stops == [PATIENCE, 0.0, 0.0]
    assert signal.getsignal(signal.SIGINT) is before
