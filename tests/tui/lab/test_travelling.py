"""The timeline and slow motion by their keys, at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import travel_samples
from lab_samples import RACE, STEPS, drawn, make_app, open_lab, until
from travel_samples import EVERY, TravelEngine, TravelSession

from engine.errors import EngineError
from engine.events import Probed
from engine.session import Update
from engine.travel import Fork
from lessons.progress.records import PredictionGiven
from tui.app import TutorApp
from tui.lab.curves import read_first
from tui.screens.lab import LabScreen, travelling
from tui.screens.slow_motion import SlowMotionScreen
from tui.widgets.timeline import TimelineBar

SIZES = ((80, 24), (120, 40), (200, 50))


@dataclass(frozen=True, slots=True)
class Past:
    """A lab in which the small steps have been made."""

    pilot: Any
    app: TutorApp
    engine: TravelEngine
    screen: LabScreen

    async def press(self, *keys: str) -> None:
        """Each answered before the next."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    @property
    def bar(self) -> TimelineBar:
        """The timeline."""
        return self.screen.query_one(TimelineBar)

    @property
    def words(self) -> str:
        """Its first row."""
        return str(self.bar.render()).partition("\n")[0]

    @property
    def step(self) -> int:
        """Where its head is."""
        assert self.screen.voyage is not None
        return self.screen.voyage.step

    @property
    def notices(self) -> str:
        """Everything that was said in passing."""
        return " ".join(f"{one.title} {one.message}" for one in self.app._notifications)

    async def over(self, runs: int) -> None:
        """Wait until so many runs have been made."""
        bench = self.screen.bench
        await until(self.pilot, lambda: len(bench.runs) == runs and not self.screen.making)
        await self.pilot.pause(0.05)


@asynccontextmanager
async def lab(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    hold_at: int | None = None,
    made: bool = True,
) -> AsyncIterator[Past]:
    engine = TravelEngine(folder / "runs", hold_at)
    app = make_app(folder, engine)
    given = PredictionGiven(choice="slow", confidence=2)
    app.progress.record("basics/bowl", "lower", given)
    async with app.run_test(size=size) as pilot:
        past = Past(pilot, app, engine, await open_lab(pilot, None))
        if made:
            await past.press("r")
            if hold_at is None:
                await past.over(1)
            else:
                bench = past.screen.bench
                await until(
                    pilot, lambda: bool(bench.runs) and bench.runs[0].history.step == hold_at
                )
        yield past


async def test_without_a_run_it_is_said_what_makes_one(tmp_path: Path) -> None:
    async with lab(tmp_path, made=False) as past:
        await past.press("b")
        assert past.screen.voyage is None
        assert not past.bar.display
        assert "Make a run with r" in past.notices


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_there_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with lab(tmp_path, size=size) as past:
        before = drawn(past.screen, ("loss",))
        await past.press("b")
        assert past.bar.has_focus
        assert past.bar.size.height == 2
        assert past.step == STEPS
        await past.press("left")
        assert past.step == STEPS - EVERY
        assert past.screen.state.cursor == STEPS - EVERY
        assert "at step 160 of 200" in past.words
        assert "at step 160 of 200" in past.screen.top.right
        assert "◆" in str(past.bar.render())
        spec = past.screen.view._spec
        assert spec is None or spec.moment == STEPS - EVERY or size[0] == 80
        await past.press("home")
        assert past.step == 0
        await past.press("right", "shift+right")
        assert past.step == STEPS
        await past.press("end", "shift+left")
        assert past.step == 0
        await past.press("escape")
        assert past.screen.voyage is None
        assert not past.bar.display
        assert past.screen.state.cursor is None
        assert drawn(past.screen, ("loss",)) == before


class Seldom(TravelSession):
    """One whose probes looked only before its first step."""

    def poll(self) -> Update:
        """All but the later looks."""
        update = super().poll()
        later = [one for one in update.events if isinstance(one, Probed) and one.step]
        return Update(update.rows, tuple(one for one in update.events if one not in later))


async def test_where_the_head_rests_the_probes_look_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slowly the keys follow one another, it rests only after the last of them.
    monkeypatch.setattr(travelling, "SETTLED", 3600.0)
    monkeypatch.setattr(travel_samples, "TravelSession", Seldom)
    async with lab(tmp_path) as past:
        await past.press("b", "left", "left")
        await until(
            past.pilot, lambda: "surface and path at step 0" in drawn(past.screen, ("view",))
        )
        monkeypatch.setattr(travelling, "SETTLED", 0.001)
        past.screen.go_to(past.step)
        await until(past.pilot, lambda: bool(past.engine.looked))
        assert past.engine.looked == [Fork("run0", 120)]
        await until(
            past.pilot,
            lambda: "surface and path at step 120" in drawn(past.screen, ("view",)),
        )


async def test_a_step_is_typed(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "1", "3", "9")
        assert "go to step 139_" in past.words
        await past.press("backspace")
        assert "go to step 13_" in past.words
        await past.press("0", "enter")
        assert past.step == 120
        assert "Step 130 has no snapshot" in past.notices
        await past.press("7", "escape")
        assert past.step == 120
        assert past.bar.typed == ""
        assert past.screen.voyage is not None


async def test_enter_goes_on_with_nothing_changed(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left", "left", "enter")
        await past.over(2)
        first, second = past.screen.bench.runs
        assert second.info.request.fork == Fork(first.info.run, 120)
        assert second.info.request.parameters == first.info.request.parameters
        assert second.parent is first
        assert second.at(100).loss == first.at(100).loss
        assert second.history.at(150).loss == first.history.at(150).loss
        assert past.screen.voyage is None
        assert not second.standard


async def test_a_fork_changes_what_was_turned(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left", "f")
        assert past.screen.knobs.has_focus  # nothing is changed yet: turn something
        assert "turn what shall be different, then f forks" in past.words
        assert not past.notices
        assert len(past.engine.sessions) == 1
        await past.press("right")
        assert "lr 0.01 → 0.013" in past.words
        (state,) = (one for one in past.screen.knobs.states if one.knob.name == "lr")
        assert state.turned
        await past.press("escape")
        assert past.bar.has_focus
        await past.press("f")
        await past.over(2)
        first, second = past.screen.bench.runs
        assert dict(second.info.request.parameters)["lr"] == 0.013
        assert second.info.request.fork == Fork(first.info.run, 160)
        assert "F" in drawn(past.screen, ("loss",))
        assert past.screen.bench.turned == {}


async def test_the_optimizer_may_be_told_to_forget(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left", "o")
        assert "starts afresh" in past.words
        await past.press("f")
        await past.over(2)
        fork = past.screen.bench.runs[1].info.request.fork
        assert fork == Fork("run0", 160, keep_optimizer=False)


async def test_a_run_under_way_is_stopped_for_what_goes_on(tmp_path: Path) -> None:
    """It may be scrubbed while it trains; knobs that are turned meanwhile do not act on it."""
    async with lab(tmp_path, hold_at=90) as past:
        await past.press("b")
        assert past.step == 80
        await past.press("left", "k", "right")
        sent = past.engine.sessions[0].sent
        assert not [one for one in sent if hasattr(one, "name")]
        assert past.screen.making
        await past.press("b")
        past.engine.hold_at = None
        await past.press("enter")
        await past.over(2)
        first, second = past.screen.bench.runs
        assert first.ended is not None
        assert first.ended.status == "stopped"
        assert second.info.request.fork == Fork("run0", 40)
        assert dict(second.info.request.parameters)["lr"] == 0.01


async def test_a_fork_of_a_fork_goes_back_into_its_parents_past(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left", "left", "enter")
        await past.over(2)
        await past.press("b", "home", "right", "enter")
        await past.over(3)
        asked = past.screen.bench.runs[2].info.request
        assert asked.fork == Fork("run0", 40)
        await past.press("b", "left", "left", "left", "enter")
        await past.over(4)
        asked = past.screen.bench.runs[3].info.request
        assert asked.fork == Fork("run2", 80)


async def test_other_runs_have_timelines_too(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("2", "r")
        await past.over(2)
        await past.press("1", "b")
        assert past.screen.bench.scenario.name == "fast"
        await past.press("up")
        assert "small steps" in past.words
        assert past.screen.bench.scenario.name == "slow"
        await past.press("down", "escape")
        assert past.screen.bench.scenario.name == "slow"


async def test_one_goes_back_in_the_run_that_is_read_first(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("2", "r")
        await past.over(2)
        await past.press("up", "b")
        assert past.screen.voyage is not None
        assert past.screen.voyage.run == past.screen.bench.runs[0].info.run


async def test_a_snapshot_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left")
        folder = past.engine.runs.folder("run0") / "snapshots"
        (folder / "000000160.pt").unlink()
        await past.press("enter")
        await until(past.pilot, lambda: "That snapshot is gone" in past.notices)
        assert len(past.engine.sessions) == 1
        line = past.screen.line()
        assert line is not None
        assert 160 not in [point.step for point in line.points]


async def test_the_key_that_forks_sets_the_speed_in_the_present(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        before = past.screen.full_speed
        await past.press("f")
        assert past.screen.full_speed != before
        await past.press("b", "f")
        assert past.screen.full_speed != before


# Slow motion


async def slow(past: Past, *keys: str) -> SlowMotionScreen:
    """Open slow motion with these keys, and wait for its updates."""
    await past.press(*keys)
    screen = past.app.screen
    assert isinstance(screen, SlowMotionScreen)
    await until(past.pilot, lambda: bool(screen.frames) or screen.problem is not None)
    return screen


def told(screen: SlowMotionScreen) -> str:
    """The sentence."""
    return str(screen.said())


async def asked(past: Past, screen: SlowMotionScreen, *keys: str) -> None:
    """Press keys that ask for other updates, one after another."""
    for key in keys:
        count = len(past.engine.asked)
        await past.press(key)
        await until(
            past.pilot,
            lambda count=count: (
                len(past.engine.asked) > count and screen.show == past.engine.asked[-1][1]
            ),
        )


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_an_update_part_by_part(tmp_path: Path, size: tuple[int, int]) -> None:
    async with lab(tmp_path, size=size, made=False) as past:
        screen = await slow(past, "m")
        assert past.engine.asked[0][0].fork is None
        assert "zero_grad" in told(screen)
        await past.press("right", "right", "right")
        assert told(screen) == "backward: .grad of theta[0] was empty and is 0.5 now."
        loop = str(screen.loop.render())
        assert "▸     backward()" in loop
        assert loop.count("▸") == 1
        assert "– → 0.5 *" in str(screen.query_one("#numbers").render())  # type: ignore[attr-defined]
        await past.press("left", "left", "home", "n", "n")
        assert screen.frame is not None
        assert (screen.frame.update, screen.frame.part) == (3, "zero_grad")
        await past.press("N", "down")
        assert screen.watched == 1
        await past.press("up", "up")
        assert screen.watched == 1
        await past.press("escape")
        assert past.app.screen is past.screen


async def test_without_zero_grad_the_gradients_add_up(tmp_path: Path) -> None:
    async with lab(tmp_path, made=False) as past:
        screen = await slow(past, "m")
        await asked(past, screen, "z")
        assert "nothing has happened yet" in told(screen)
        await past.press("n", "right", "right", "right")
        assert "went from 0.5 to 1: it was added, not replaced" in told(screen)
        numbers = str(screen.query_one("#numbers").render())  # type: ignore[attr-defined]
        assert " 1 ▇▇▇" in numbers
        assert "✗" in str(screen.loop.render())
        assert "without zero_grad" in screen.top.right
        await asked(past, screen, "z")
        assert screen.show.leave_out == ()


async def test_parts_are_left_out_and_done_twice(tmp_path: Path) -> None:
    async with lab(tmp_path, made=False) as past:
        screen = await slow(past, "m")
        await past.press("right", "right", "right")
        await asked(past, screen, "d")
        assert screen.show.repeat == ("backward",)
        assert "Done twice" in told(screen)
        await asked(past, screen, "x")
        assert screen.show.leave_out == ("backward",)
        assert screen.show.repeat == ()
        await past.press("left")
        await asked(past, screen, "x")
        assert screen.show.leave_out == ("loss", "backward")
        await past.press("right")
        await asked(past, screen, "x")
        assert screen.show.leave_out == ()
        await asked(past, screen, "plus")
        assert screen.show.updates == 6
        await asked(past, screen, *["plus"] * 6)
        await past.press("plus")
        assert "the lab shows them all" in past.notices


async def test_the_film_plays_only_when_asked(tmp_path: Path) -> None:
    async with lab(tmp_path, made=False) as past:
        screen = await slow(past, "m")
        assert screen.film is None
        await past.press("space")
        assert screen.film is not None
        assert screen.top.right == "playing"
        screen.turn()
        assert screen.at == 1
        await past.press("right")
        assert screen.film is None
        assert screen.at == 2
        screen.at = len(screen.frames) - 1
        await past.press("space")
        assert screen.at == 0
        for _ in screen.frames:
            screen.turn()
        assert screen.film is None
        assert screen.at == len(screen.frames) - 1


async def test_slow_motion_starts_where_the_head_or_the_cursor_is(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left")
        await slow(past, "m")
        assert past.engine.asked[-1][0].fork == Fork("run0", 160)
        await past.press("escape", "escape", "left")
        cursor = past.screen.state.cursor
        assert cursor is not None
        await slow(past, "m")
        assert past.engine.asked[-1][0].fork == Fork("run0", cursor - 1)


async def test_what_cannot_be_shown_is_explained(tmp_path: Path) -> None:
    async with lab(tmp_path, made=False) as past:
        past.engine.trouble = EngineError("Too much at once", "It accumulates.", "Set it to 1.")
        screen = await slow(past, "m")
        assert "Too much at once. It accumulates." in told(screen)
        assert "Set it to 1." in told(screen)
        await past.press("right", "n", "d", "x", "space", "down")
        assert past.app.screen is screen


async def test_the_block_of_a_lesson_can_be_gone_back_in(tmp_path: Path) -> None:
    engine = TravelEngine(tmp_path / "runs")
    app = make_app(tmp_path, engine)
    given = PredictionGiven(choice="slow", confidence=2)
    app.progress.record("basics/bowl", "lower", given)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_lab(pilot, RACE)
        await until(pilot, lambda: len(screen.bench.runs) == 2 and not screen.making)
        record = app.progress.lesson("basics/bowl")
        await pilot.press("b")
        await pilot.press("left")
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.bench.runs) == 3 and not screen.making)
        after = app.progress.lesson("basics/bowl")
        assert len([run for run in after.runs if run.standard]) == len(record.runs) == 2


async def test_runs_that_begin_meanwhile_change_nothing_about_the_past(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "left")
        here = past.screen.voyage
        await past.press("a")
        await past.over(1 + len(past.screen.bench.scenarios))
        assert past.screen.voyage == here
        assert past.screen.changes_now() == ""
        scene = past.screen.scene_now()
        first = read_first(len(scene.runs), past.screen.state.reader)
        assert here is not None
        gone_back_in = past.screen.bench.find(here.run)
        assert gone_back_in is not None
        assert scene.runs[first].scenario == gone_back_in.scenario
        assert first < len(scene.runs) - 1


async def test_the_timeline_goes_with_its_run(tmp_path: Path) -> None:
    async with lab(tmp_path) as past:
        await past.press("b", "t", "delete")
        await past.pilot.pause(0.1)
        assert past.screen.bench.runs == []
        assert past.screen.voyage is None
        assert not past.bar.display
