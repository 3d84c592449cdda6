"""Runs of earlier visits: those that were cut off, and those of the playground."""

from __future__ import annotations

from pathlib import Path

from lab_samples import PlayedEngine, make_app, open_lab, request, started, until
from test_playground_screen import opened_from_home

from engine.annotations import Annotations
from engine.eventlog import EventWriter
from engine.events import Paused, RunEnded, Status, StepEnded
from engine.request import RunRequest
from engine.runfile import RunWriter
from engine.runs import EVENTS, STEPS, RunStore
from lessons import playground
from lessons.playground import Play
from lessons.progress.records import RunMade
from tui.lab import status
from tui.lab.restoring import MOST_LATEST, cut_off, latest
from tui.lab.table import rows

LESSON = "basics/bowl"


def kept(store: RunStore, asked: RunRequest, end: Status | None, steps: int = 30) -> str:
    """A run on disk; without an end, as an app that was killed leaves it."""
    run = store.create(asked).run
    with RunWriter(store.folder(run) / STEPS, groups=1, layers=2) as writer:
        for step in range(1, steps + 1):
            made = StepEnded(
                step=step,
                epoch=0,
                loss=1 / step,
                lr=(0.1,),
                grad_norm=1.0,
                applied_norm=1.0,
                layer_norms=(1.0, 1.0),
            )
            writer.write(made, step / 1000)
    log = EventWriter(store.folder(run) / EVENTS)
    log.write(started(run))
    log.write(Paused(step=steps))
    if end is not None:
        log.write(RunEnded(status=end, steps=steps, seconds=0.1))
    log.close()
    return run


def played(seed: int) -> RunRequest:
    """A run of the playground."""
    return RunRequest(
        recipe=playground.RECIPE,
        parameters=(("data", "moons"), ("model", "mlp"), ("lr", 0.1 * (1 + seed))),
        name=playground.PLAY,
        origin=playground.NAME,
    )


def test_only_what_has_no_end_and_is_on_no_record_counts_as_cut_off(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    known, lost = kept(store, request(), None), kept(store, request(), None)
    kept(store, request(), "stopped")
    kept(store, request(origin="basics/other"), None)
    writing = store.create(request()).run
    log = EventWriter(store.folder(writing) / EVENTS)  # it is still being recorded
    assert cut_off(store, LESSON, {known}) == [lost]
    log.close()
    assert cut_off(store, LESSON, {known}) == [lost, writing]


def test_the_latest_come_back_however_they_ended(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    ends: tuple[Status | None, ...] = ("finished", "stopped", None, "failed", "diverged", "stopped")
    made = [kept(store, played(seed), end, steps=2) for seed, end in enumerate(ends)]
    assert latest(store, playground.NAME) == made[-MOST_LATEST:]
    assert latest(store, LESSON) == []


async def test_a_run_of_an_app_that_was_killed_lies_in_its_lab_again(tmp_path: Path) -> None:
    engine = PlayedEngine(tmp_path / "runs")
    done = kept(engine.runs, request(), "finished")
    lost, other = kept(engine.runs, request(), None), kept(engine.runs, request("fast"), None)
    app = make_app(tmp_path, engine)
    app.progress.record(LESSON, "", RunMade(run=done, scenario="slow", seed=0, standard=True))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_lab(pilot)
        await until(pilot, lambda: len(screen.bench.runs) == 3)
        by_run = {row.run: row for row in rows(screen.bench)}
        assert [by_run[run].status for run in (done, lost, other)] == [
            "finished",
            "unfinished",
            "unfinished",
        ]
        # What was cut off does not take the place of what came to its end.
        assert [run.info.run for run in screen.bench.shown()] == [other, done]
        cut = screen.bench.find(lost)
        assert cut is not None
        assert not cut.under_way
        assert not cut.paused
        assert status.state(cut, waiting=0, pace=None) == "◌ unfinished  30 steps"


async def test_the_playground_has_its_latest_runs_again(tmp_path: Path) -> None:
    engine = PlayedEngine(tmp_path / "runs")
    made = [kept(engine.runs, played(seed), "stopped") for seed in range(MOST_LATEST + 2)]
    wanted = [made[0], *made[2:]]
    engine.runs.annotate(made[0], Annotations(name="my best"))
    app = make_app(tmp_path, engine)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened_from_home(pilot)
        await until(pilot, lambda: len(screen.bench.runs) == len(wanted))
        assert [run.info.run for run in screen.bench.runs] == wanted
        labels = [run.label for run in screen.bench.runs]
        assert labels[:3] == ["my best", "lr 0.3", "lr 0.4"]
        assert len({run.identity for run in screen.bench.runs}) == len(wanted)
        assert screen.chosen.play == Play()
