"""Runs in processes of their own: whatever becomes of the process, the run has an end."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from recipes import of, request

from engine import session as sessions
from engine.client import Engine
from engine.commands import (
    Command,
    Pause,
    Resume,
    SetHyperparameter,
    Step,
    StepEpoch,
    Stop,
)
from engine.errors import EngineError
from engine.events import (
    Evaluated,
    Event,
    HyperparameterSet,
    LogLine,
    Paused,
    Problem,
    Resumed,
    RunEnded,
    RunStarted,
)
from engine.launcher import WaitingLauncher, Worker
from engine.request import RunRequest
from engine.runs import CRASH
from engine.session import Session

LONGEST = 60.0
"""Seconds after which a test gives up."""

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc-like process handling")


@dataclass
class Followed:
    """A session, and everything it has said so far."""

    session: Session
    events: list[Event] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    def until(self, enough: Callable[[], object]) -> None:
        """Follow until there is enough."""
        deadline = time.monotonic() + LONGEST
        while not enough():
            assert time.monotonic() < deadline, "the run does not come this far"
            assert self.session.ended is None, self.session.ended
            self.session.wait(0.02)
            self.look()

    def look(self) -> None:
        """See what is new."""
        update = self.session.poll()
        self.events += update.events
        if update.rows is not None:
            self.steps += update.rows["step"].tolist()

    def end(self) -> RunEnded:
        """Follow to the end."""
        self.until(lambda: self.session.ended)
        assert self.session.ended is not None
        assert self.events[-1] == self.session.ended
        assert self.steps == list(range(1, len(self.steps) + 1))
        return self.session.ended

    def problem(self) -> Problem:
        """Follow to a bad end."""
        ended = self.end()
        assert ended.status == "failed"
        assert ended.steps == len(self.steps)
        assert ended.problem is not None
        assert ended.problem.title
        assert ended.problem.reason
        assert ended.problem.next_step
        return ended.problem

    def after(self, command: Command, kind: type[Event]) -> Event:
        """Ask, and follow to the next event of that kind."""
        count = len(of(kind, self.events))
        self.session.send(command)
        self.until(lambda: len(of(kind, self.events)) > count)
        return of(kind, self.events)[-1]


def start(engine: Engine, asked: RunRequest) -> Followed:
    """Begin a run."""
    return Followed(engine.start(asked))


def endless(engine: Engine) -> tuple[Followed, int]:
    """A run under way, and the number of its process."""
    run = start(engine, request("endless"))
    run.until(lambda: len(run.steps) > 50)
    return run, int(of(LogLine, run.events)[0].text.removeprefix("pid "))


# A run that goes well


def test_a_run_to_its_end(engine: Engine) -> None:
    run = start(engine, request("moons", steps=25))
    ended = run.end()
    assert (ended.status, ended.steps, ended.problem) == ("finished", 25, None)
    assert len(run.steps) == 25
    started = run.events[0]
    assert isinstance(started, RunStarted)
    assert started.run == run.session.info.run
    assert [event.step for event in of(Evaluated, run.events)] == [10, 20, 25]
    stored = engine.runs.load(run.session.info.run)
    assert list(stored.events) == run.events
    assert stored.rows["step"].tolist() == run.steps
    assert (stored.rows["seconds"][1:] >= stored.rows["seconds"][:-1]).all()
    assert run.session.poll() == sessions.Update(None, ())


def test_a_run_is_paused_stepped_changed_and_stopped(engine: Engine) -> None:
    asked = RunRequest(recipe="recipes:endless", device="cpu", start_paused=True)
    run = start(engine, asked)
    run.until(lambda: of(Paused, run.events))
    assert run.steps == []
    assert run.after(Step(), Paused) == Paused(step=1)
    assert run.after(Step(4), Paused) == Paused(step=5)
    assert run.steps == [1, 2, 3, 4, 5]
    assert run.after(StepEpoch(), Paused) == Paused(step=10)
    change = SetHyperparameter("lr", 0.25)
    assert run.after(change, HyperparameterSet) == HyperparameterSet(step=10, name="lr", value=0.25)
    assert run.after(Resume(), Resumed) == Resumed(step=10)
    paused = run.after(Pause(), Paused)
    assert isinstance(paused, Paused)
    assert len(run.steps) == paused.step
    run.session.send(Stop())
    ended = run.end()
    assert (ended.status, ended.steps) == ("stopped", paused.step)
    rates = engine.runs.load(run.session.info.run).rows["lr"][:, 0]
    assert (set(rates[:10].tolist()), set(rates[10:].tolist())) == ({0.1}, {0.25})


def test_a_worker_may_have_loaders_of_its_own(engine: Engine) -> None:
    """With the run that the same data give without any."""
    runs = [start(engine, request("loading", workers=count, steps=12)) for count in (0, 1)]
    assert [run.end().status for run in runs] == ["finished", "finished"]
    plain, loaded = (engine.runs.load(run.session.info.run).rows["loss"] for run in runs)
    assert plain.tolist() == loaded.tolist()


def test_processes_of_a_worker_are_started_as_in_any_other_program(engine: Engine) -> None:
    """A server of its own, with torch to load, would cost each DataLoader seconds."""
    usual = multiprocessing.get_all_start_methods()[0]
    assert engine.call("multiprocessing:get_start_method") == usual


def test_closing_a_session_stops_its_run(engine: Engine) -> None:
    run, pid = endless(engine)
    run.session.close()
    assert run.session.ended is not None
    assert run.session.ended.status == "stopped"
    run.session.send(Resume())
    run.session.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_closing_a_session_whose_code_hangs_ends_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "GRACE", 0.2)
    run = start(engine, request("sleeps"))
    run.until(lambda: of(LogLine, run.events))
    run.session.close()
    assert run.session.ended is not None
    assert run.session.ended.status == "stopped"
    assert run.session.ended.problem is not None
    assert "SIGKILL" in run.session.ended.problem.reason


@linux
def test_a_worker_that_stands_still_can_be_asked_and_ended(engine: Engine) -> None:
    """More commands than a pipe holds do not hold up the one who asks; its record is kept."""
    run, pid = endless(engine)
    os.kill(pid, signal.SIGSTOP)
    for _ in range(20_000):
        run.session.send(SetHyperparameter("lr", 0.1))
    run.session.stop(patience=60.0)
    looks = iter(range(3))
    run.until(lambda: next(looks, None) is None)  # it is given its time
    run.session.stop(patience=0.0)
    ended = run.end()
    assert ended.status == "stopped"
    assert ended.steps == len(run.steps) > 50
    assert ended.problem is not None
    assert ended.problem.title == "The training process was ended by force"
    assert engine.runs.load(run.session.info.run).ended == ended
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_run_that_stops_by_itself_is_not_forced(engine: Engine) -> None:
    run, _ = endless(engine)
    run.session.stop(patience=LONGEST)
    ended = run.end()
    assert (ended.status, ended.problem) == ("stopped", None)


def test_two_runs_at_once_do_not_get_in_each_others_way(engine: Engine) -> None:
    runs = [start(engine, request("moons", steps=steps)) for steps in (400, 300)]
    for run, steps in zip(runs, (400, 300), strict=True):
        assert run.end().status == "finished"
        assert len(run.steps) == steps
    first, second = (engine.runs.load(run.session.info.run).rows["loss"] for run in runs)
    assert first[:300].tolist() == second.tolist()


# Code that fails


def test_a_recipe_that_raises_is_explained(engine: Engine) -> None:
    problem = start(engine, request("raises_at_build")).problem()
    assert problem.title == "LookupError in the lab's code"
    assert problem.reason == "no such flower"
    assert "raises_at_build" in problem.details


def test_code_that_raises_in_the_middle_keeps_its_record(engine: Engine) -> None:
    run = start(engine, request("raises_at_step", step=13))
    problem = run.problem()
    assert problem.reason == "the sky fell"
    assert len(run.steps) == 12
    assert of(RunStarted, run.events)
    assert len(engine.runs.load(run.session.info.run).rows) == 12


def test_code_that_exits_is_noticed(engine: Engine) -> None:
    run = start(engine, request("exits_at_step", step=13, status=5))
    assert run.problem().reason == "It ended by itself with exit status 5."
    assert len(run.steps) == 12


@pytest.mark.parametrize(
    "recipe", ["recipes:nothing", "no_such_module:nothing", "nothing", "", "recipes:NOT_A_FUNCTION"]
)
def test_a_recipe_that_is_not_there_is_explained(engine: Engine, recipe: str) -> None:
    problem = start(engine, RunRequest(recipe=recipe, device="cpu")).problem()
    assert repr(recipe) in problem.title


def test_parameters_that_do_not_fit_are_explained(engine: Engine) -> None:
    problem = start(engine, request("raises_at_step", colour="red")).problem()
    assert "colour" in problem.reason


@pytest.mark.parametrize("device", ["cuda:99", "tpu", "cpu:first"])
def test_a_device_that_is_not_there_is_explained(engine: Engine, device: str) -> None:
    problem = start(engine, RunRequest(recipe="recipes:moons", device=device)).problem()
    assert device.partition(":")[0] in problem.title


def test_everything_printed_comes_as_log_lines(engine: Engine) -> None:
    run = start(engine, request("prints"))
    assert run.end().status == "finished"
    said = [event.text for event in of(LogLine, run.events)]
    assert sorted(said) == sorted(
        ["θ from Python", "a warning", "native out", "native err", "unfinished"]
    )


def test_a_flood_is_capped_and_counted(engine: Engine) -> None:
    run = start(engine, request("floods", lines=100_000))
    assert run.end().status == "finished"
    said = [event.text for event in of(LogLine, run.events)]
    assert len(said) == 501
    assert said[0] == "flood 0"
    assert said[-1] == "… and 99500 more lines"


# Workers that are lost


def lost(run: Followed) -> Problem:
    """The end of a run that is lost now: waiting ends at once, and the next look knows it."""
    if run.session.ended is None:
        run.session.wait(LONGEST)
        run.look()
    assert run.session.ended is not None
    return run.problem()


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_is_reported_at_once_and_its_record_kept(
    engine: Engine, signal_: signal.Signals
) -> None:
    run, pid = endless(engine)
    os.kill(pid, signal_)
    problem = lost(run)
    assert problem.title == "The training process is gone"
    assert problem.reason == f"It was ended by signal {signal_.value} ({signal_.name})."
    stored = engine.runs.load(run.session.info.run)
    assert stored.rows["step"].tolist() == run.steps
    assert stored.ended == run.session.ended


def test_a_key_in_the_terminal_does_not_reach_a_worker(engine: Engine) -> None:
    run, pid = endless(engine)
    os.kill(pid, signal.SIGINT)
    seen = len(run.steps)
    run.until(lambda: len(run.steps) > seen + 100)
    run.session.close()
    assert run.session.ended is not None
    assert run.session.ended.status == "stopped"


def test_a_crash_in_native_code_leaves_its_traceback(engine: Engine) -> None:
    run = start(engine, request("killed_at_step", step=13, name="SIGSEGV"))
    assert "SIGSEGV" in run.problem().reason
    assert len(run.steps) == 12
    traceback = (engine.runs.folder(run.session.info.run) / CRASH).read_text()
    assert "Segmentation fault" in traceback
    assert "recipes.py" in traceback


def test_a_worker_that_hangs_up_is_reported_at_once_and_ended(engine: Engine) -> None:
    run = start(engine, request("hangs_up", step=13))
    run.until(lambda: len(run.steps) == 12)
    problem = lost(run)
    assert problem.reason == "Its connection closed while it was still running."
    assert engine.runs.load(run.session.info.run).ended == run.session.ended


def test_a_worker_without_any_file_left_is_reported(engine: Engine) -> None:
    run = start(engine, request("closes_everything", step=15))
    assert run.problem().title == "The training process is gone"
    assert len(run.steps) >= 14


def test_a_full_disk_is_called_so_and_the_record_kept(engine: Engine) -> None:
    run = start(engine, request("fills_the_disk", free=1))
    problem = run.problem()
    assert problem.title == "The disk is full"
    assert len(run.steps) > 1000
    assert len(engine.runs.load(run.session.info.run).rows) == len(run.steps)
    nothing = start(engine, request("fills_the_disk", free=0))
    assert nothing.problem().title == "The disk is full"


def test_a_disk_too_full_for_the_last_word_is_called_so_too(engine: Engine) -> None:
    assert start(engine, request("fills_the_disk_for_everything")).problem().title == (
        "The disk is full"
    )


class Broken:
    """A launcher that has no workers."""

    def warm(self) -> None:
        """Nothing to do."""

    def take(self) -> Worker:
        """There is none."""
        raise EOFError

    def close(self) -> None:
        """Nothing to do."""


def test_without_a_process_nothing_begins_and_nothing_is_left(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "runs", Broken())
    for ask in (lambda: engine.start(request("moons")), lambda: engine.call("recipes:add", 1, 2)):
        with pytest.raises(EngineError) as raised:
            ask()
        assert raised.value.problem.title == "The training process did not start"
    assert list((tmp_path / "runs").iterdir()) == []


# Calls


def test_a_call_is_answered(engine: Engine) -> None:
    assert engine.call("recipes:add", 1, 2) == 3
    assert engine.call("recipes:loads_torch") == ["torch", "1"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_closing_the_engine_ends_a_call_under_way(tmp_path: Path) -> None:
    """Or an app that is left would wait for it."""
    engine, begun = Engine(tmp_path / "runs"), tmp_path / "begun"
    os.mkfifo(begun)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(engine.call, "recipes:never_answers", str(begun))
        begun.open("rb").close()  # waits for the other end
        engine.close()
        with pytest.raises(EngineError, match="worker process is gone"):
            asked.result()
    assert engine.call("recipes:add", 1, 2) == 3


@pytest.mark.parametrize(
    ("reference", "title", "reason"),
    [
        ("recipes:fails", "ZeroDivisionError", "nothing to share"),
        ("recipes:nothing", "There is no 'recipes:nothing'", "nothing"),
        ("recipes:NOT_A_FUNCTION", "is not a function", "int"),
        ("recipes:answers_with_a_tensor", "TypeError", "Tensor"),
        ("recipes:dies", "The worker process is gone", "SIGKILL"),
        ("recipes:add", "TypeError", "argument"),
    ],
)
def test_a_call_that_fails_is_explained(
    engine: Engine, reference: str, title: str, reason: str
) -> None:
    with pytest.raises(EngineError) as raised:
        engine.call(reference)
    assert title in raised.value.problem.title
    assert reason in raised.value.problem.reason
    assert raised.value.problem.next_step


# Seen from outside

PARENT = """
import sys
from pathlib import Path
from engine.client import Engine
from engine.launcher import ForkingLauncher
from engine.request import RunRequest

def main():
    engine = Engine(Path(sys.argv[1]), ForkingLauncher())
    engine.warm()
    session = engine.start(RunRequest(
        recipe=sys.argv[2], parameters=(("lines", 2000),) if "floods" in sys.argv[2] else ()
    ))
    said = []
    while session.ended is None:
        session.wait(0.1)
        said += [event.text for event in session.poll().events if hasattr(event, "text")]
        if said and said[0].startswith("pid"):
            print(said.pop(0), flush=True)
    assert session.ended.status == "finished", session.ended
    heavy = {"torch", "numpy.random", "sklearn", "textual"} & set(sys.modules)
    print(len(said), sorted(heavy), flush=True)

if __name__ == "__main__":
    main()
"""


def parent(tmp_path: Path, recipe: str) -> subprocess.Popen[str]:
    """Another program that uses the engine."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parents[1])])
    return subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "runs"), f"recipes:{recipe}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        cwd=here.parents[1],
    )


def test_the_parent_stays_light_and_its_terminal_clean(tmp_path: Path) -> None:
    with parent(tmp_path, "floods") as program:
        out, err = program.communicate(timeout=LONGEST)
    assert (out, err, program.returncode) == ("501 []\n", "", 0)


@linux
def test_a_worker_ends_when_its_parent_dies(tmp_path: Path) -> None:
    with parent(tmp_path, "endless") as program:
        assert program.stdout is not None
        worker = os.pidfd_open(int(program.stdout.readline().removeprefix("pid ")))
        ready = select.poll()
        ready.register(worker, select.POLLIN)
        assert ready.poll(0) == []
        program.kill()
        assert ready.poll(5000), "the worker goes on without its parent"
        os.close(worker)


# Where processes cannot be forked


def test_a_spawned_worker_trains_as_well_and_another_one_waits(tmp_path: Path) -> None:
    launcher = WaitingLauncher()
    engine = Engine(tmp_path / "runs", launcher)
    engine.warm()
    run = start(engine, request("prints"))
    assert run.end().status == "finished"
    assert len(run.steps) == 5
    assert "native err" in [event.text for event in of(LogLine, run.events)]
    waiting = launcher.take()
    launcher.close()
    waiting.connection.close()
    waiting.process.join(LONGEST)
    assert waiting.process.exitcode == 0
