"""The screen of all runs: every key, at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import MakeApp, StandInLab
from kept_runs import keep_run
from snapshots import assert_screen
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Static

from engine.annotations import Annotations
from engine.request import RunRequest
from engine.runs import SNAPSHOTS, RunStore
from lessons.lab import request
from lessons.playground import parse
from lessons.playground import request as playground_request
from lessons.progress.records import PredictionGiven, Verdict
from lessons.progress.store import ProgressStore
from tui.app import TutorApp
from tui.commands import Command
from tui.messages import PlaygroundRequested
from tui.runs.finding import Wanted
from tui.screens.choice import ChoiceScreen
from tui.screens.home import HomeScreen
from tui.screens.reading import ReadingScreen
from tui.screens.runs import RunsScreen
from tui.screens.runs.commands import ACTIONS
from tui.widgets.ask_row import AskRow
from tui.widgets.lines import Lines
from tui.widgets.runs_list import RunsList

MOMENTUM, DESCENT = "optimizers/momentum", "optimizers/descent"
MakeRuns = Callable[[TutorApp], list[str]]
SIZES = ((80, 24), (120, 40), (200, 50))


@dataclass
class Looker:
    """A learner in front of the runs."""

    app: TutorApp
    pilot: Pilot[None]
    store: RunStore
    runs: list[str]
    """Ids of three runs, oldest first: two of momentum, one of descent, which broke."""

    @property
    def screen(self) -> RunsScreen:
        assert isinstance(self.app.screen, RunsScreen)
        return self.app.screen

    @property
    def choice(self) -> ChoiceScreen:
        assert isinstance(self.app.screen, ChoiceScreen)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they set going."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until no thread has anything to say any more."""
        await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    def listed(self) -> list[str]:
        return [one.run for one in self.screen.table.runs]

    def said(self) -> str:
        return "\n".join(f"{note.title} {note.message}" for note in self.app._notifications)

    def about(self) -> str:
        lines = self.screen.about.query_one(Lines)
        return "\n".join(str(line) for line in lines.wrapped(200))


@pytest.fixture
def make_runs(tmp_path: Path, make_app: MakeApp) -> MakeRuns:
    """Writes the three runs."""

    def make(app: TutorApp) -> list[str]:
        store, momentum = app.engine.runs, app.catalog.lesson(MOMENTUM)
        descent = app.catalog.lesson(DESCENT)
        return [
            keep_run(store, (2.0, 1.0), asked=request(momentum, "plain"), snapshots=2048),
            keep_run(store, (2.0, 0.5), asked=request(momentum, "nesterov"), validation=(0.4,)),
            keep_run(store, (2.0, 9.0), asked=request(descent, seed=4), status="diverged"),
        ]

    return make


@asynccontextmanager
async def looking(
    make_app: MakeApp,
    make_runs: MakeRuns | None,
    size: tuple[int, int] = (120, 40),
) -> AsyncIterator[Looker]:
    """The runs, opened from home."""
    app = make_app()
    runs = make_runs(app) if make_runs else []
    async with app.run_test(size=size) as pilot:
        looker = Looker(app, pilot, app.engine.runs, runs)
        await looker.press("r")
        yield looker


@pytest.mark.parametrize("size", SIZES)
async def test_all_runs_are_listed_newest_first(
    make_app: MakeApp, make_runs: MakeRuns, size: tuple[int, int]
) -> None:
    async with looking(make_app, make_runs, size) as looker:
        assert looker.listed() == looker.runs[::-1]
        assert looker.screen.table.region.width <= size[0]
        assert looker.screen.about.display is (size[0] >= 150)
        text = "\n".join(looker.screen.table.render_line(y).text for y in range(4))
        for part in ("when↓", "Momentum", "plain descent", "Nesterov"):
            assert part in text
        assert "3 runs" in looker.screen.top.right


@pytest.mark.parametrize("size", SIZES[2:])
async def test_every_key_works_at_every_size(
    make_app: MakeApp, make_runs: MakeRuns, size: tuple[int, int]
) -> None:
    async with looking(make_app, make_runs, size) as looker:
        await looker.press(*"jkGgsSaai", "pagedown", "pageup", "f", *"plain", "enter", "P")
        assert looker.listed() == [looker.runs[0]]
        await looker.press("n", "x", "enter", "t", "y", "enter", "delete")
        assert looker.listed() == []
        await looker.press("u", "u", "u", "u", "space", "escape", "escape")
        assert set(looker.listed()) == set(looker.runs)
        for key in "EDF":
            await looker.press(key, "escape")
        assert len(looker.listed()) == 3


async def test_without_runs_it_says_how_to_make_some(make_app: MakeApp) -> None:
    async with looking(make_app, None) as looker:
        empty = looker.screen.query_one("#empty", Static)
        assert empty.display
        assert "press r in its lab" in str(empty.render())
        left_out = ("open", "back", "filter", "disk")
        every = [command.keys[0] for command in ACTIONS if command.id not in left_out]
        await looker.press("enter", "f", "enter", *every)
        assert isinstance(looker.app.screen, RunsScreen)
        await looker.press("D")
        assert "nothing to clean up" in looker.choice.rows.rows[0].text
        await looker.press("enter", "escape")
        assert isinstance(looker.app.screen, HomeScreen)


async def test_moving_about(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs, (80, 24)) as looker:
        table = looker.screen.table
        for key, place in (("j", 1), ("down", 2), ("down", 2), ("k", 1), ("g", 0), ("G", 2)):
            await looker.press(key)
            assert table.cursor == place, key
        await looker.press("pageup")
        assert table.cursor == 0
        await looker.press("pagedown")
        assert table.cursor == 2
        assert table.current is not None
        assert table.current.run == looker.runs[0]


async def test_it_finds_as_one_types(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs, (80, 24)) as looker:
        await looker.press("f", *"status:div")
        assert looker.listed() == [looker.runs[2]]
        assert "1 of 3 runs" in looker.screen.top.right
        await looker.press("enter", "j", "escape")
        assert len(looker.listed()) == 3
        await looker.press("f", *"xyz", "down")
        assert looker.screen.query_one("#empty").display
        assert looker.screen.wanted.text == "xyz"
        await looker.press("escape")
        assert looker.screen.query_one("#body").display
        await looker.press("escape")
        assert isinstance(looker.app.screen, HomeScreen)


async def test_a_status_a_lesson_or_a_tag_is_chosen(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("F")
        words = [row.key for row in looker.choice.rows.rows]
        assert words == [
            "status:finished", "status:diverged", f"lesson:{DESCENT}", f"lesson:{MOMENTUM}",
        ]  # fmt: skip
        await looker.press("down", "enter")
        assert looker.listed() == [looker.runs[2]]
        await looker.press("F", "escape")
        assert looker.screen.wanted.text == "status:diverged"


async def test_columns_are_sorted_by_key_and_by_mouse(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("s")
        assert looker.screen.wanted == Wanted(column="lesson")
        assert looker.listed()[0] == looker.runs[2]
        await looker.press("S")
        assert looker.listed()[-1] == looker.runs[2]
        await looker.press(*"ssssssssss")
        assert looker.screen.wanted == Wanted()
        await looker.pilot.click(RunsList, offset=(7, 0))
        await looker.settle()
        assert looker.screen.wanted == Wanted(turned=True)
        assert looker.listed() == looker.runs


async def test_enter_and_a_second_click_open_the_lab(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("j", "enter")
        lab = looker.app.screen
        assert isinstance(lab, StandInLab)
        assert lab.lesson.id == MOMENTUM
        assert lab.opening.runs == (looker.runs[1],)
        assert lab.opening.scenario == "nesterov"
        await looker.press("escape")
        await looker.pilot.click(RunsList, offset=(20, 3))
        await looker.settle()
        assert looker.screen.table.cursor == 2
        await looker.pilot.click(RunsList, offset=(20, 3))
        await looker.settle()
        assert isinstance(looker.app.screen, StandInLab)
        assert looker.app.screen.opening.runs == (looker.runs[0],)


async def test_a_run_of_a_lesson_that_is_gone_is_read(make_app: MakeApp) -> None:
    def one(app: TutorApp) -> list[str]:
        asked = RunRequest(recipe="old:valley", origin="old/lesson", parameters=(("lr", 0.5),))
        return [keep_run(app.engine.runs, asked=asked)]

    async with looking(make_app, one) as looker:
        await looker.press("enter")
        page = looker.app.screen
        assert isinstance(page, ReadingScreen)
        text = "\n".join(str(line) for line in page.query_one(Lines).wrapped(100))
        assert "no longer exists" in text
        assert "lr 0.5" in text


async def test_a_run_of_the_playground_opens_there(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one(app: TutorApp) -> list[str]:
        play = parse("playground?data=circles#seed=3", app.catalog)
        return [keep_run(app.engine.runs, asked=playground_request(play, app.catalog))]

    async with looking(make_app, one) as looker:
        sent: list[PlaygroundRequested] = []
        post = looker.screen.post_message

        def note(message: Message) -> bool:
            if isinstance(message, PlaygroundRequested):
                sent.append(message)
                return True
            return post(message)

        with monkeypatch.context() as patch:
            patch.setattr(looker.screen, "post_message", note)
            await looker.press("enter")
        (message,) = sent
        assert message.play == parse("playground?data=circles#seed=3", looker.app.catalog)
        assert message.opening.runs == tuple(looker.runs)


async def test_marked_runs_of_one_lesson_are_compared(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("c")
        assert "Mark two runs or more" in looker.said()
        await looker.press("a")
        assert "3 marked" in looker.screen.top.right
        await looker.press("c")
        assert "different labs: " in looker.said()
        await looker.press("g", "space", "c")
        lab = looker.app.screen
        assert isinstance(lab, StandInLab)
        assert lab.opening.runs == tuple(looker.runs[:2])
        await looker.press("escape", "escape")
        assert looker.screen.table.marked == frozenset()


async def test_more_runs_than_a_lab_shows_are_not_compared(make_app: MakeApp) -> None:
    def many(app: TutorApp) -> list[str]:
        asked = request(app.catalog.lesson(MOMENTUM), "plain")
        return [keep_run(app.engine.runs, asked=asked) for _ in range(9)]

    async with looking(make_app, many) as looker:
        await looker.press("a", "c")
        assert "at most 8" in looker.said()
        await looker.press("a")
        assert looker.screen.table.marked == frozenset()


async def test_a_name_and_tags_are_typed(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs, (80, 24)) as looker:
        newest = looker.runs[2]
        await looker.press("n", *"my run", "enter")
        assert looker.store.annotations(newest).name == "my run"
        assert looker.screen.table.runs[0].label == "my run"
        await looker.press("t", *"odd, keep", "enter")
        assert looker.store.annotations(newest).tags == ("odd", "keep")
        await looker.press("f", *"#keep", "enter")
        assert looker.listed() == [newest]
        await looker.press("escape", "a", "t", *"all", "enter")
        assert looker.store.annotations(looker.runs[0]).tags == ("all",)
        assert looker.store.annotations(newest).tags == ("odd", "keep", "all")
        await looker.press("u")
        assert looker.store.annotations(looker.runs[0]).tags == ()
        await looker.press("escape", "n", "escape")
        assert not looker.screen.query_one(AskRow).display
        assert looker.screen.focused is looker.screen.table


async def test_pins_go_on_and_off(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("P", "a", "P")
        assert all(looker.store.annotations(run).pinned for run in looker.runs)
        await looker.press("P")
        assert not any(looker.store.annotations(run).pinned for run in looker.runs)
        await looker.press("u", "u")
        assert [looker.store.annotations(run).pinned for run in looker.runs] == [0, 0, 1]


async def test_deleted_runs_come_back(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs, (80, 24)) as looker:
        await looker.press("delete")
        assert looker.listed() == looker.runs[1::-1]
        await looker.press("a", "backspace")
        assert looker.listed() == []
        assert looker.screen.query_one("#empty").display
        await looker.press("u")
        assert looker.listed() == looker.runs[1::-1]
        await looker.press("u")
        assert looker.listed() == looker.runs[::-1]
        await looker.press("u")
        assert "Nothing to undo" in looker.said()


async def test_a_run_under_way_is_not_deleted(
    make_app: MakeApp, make_runs: MakeRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(make_app, make_runs) as looker:
        monkeypatch.setattr(RunStore, "under_way", lambda *_: True)
        await looker.press("delete")
        assert "under way" in looker.said()
        assert len(looker.listed()) == 3


async def test_runs_are_written_out(make_app: MakeApp, make_runs: MakeRuns, tmp_path: Path) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("E")
        assert [row.key for row in looker.choice.rows.rows] == [
            "csv", "jsonl", "tensorboard", "svg", "markdown",
        ]  # fmt: skip
        await looker.press("up", "j", "j", "j", "j", "enter")
        (written,) = (tmp_path / "exports").iterdir()
        assert written.suffix == ".md"
        assert str(written) in looker.said()
        await looker.press("E", "escape")
        assert len(list((tmp_path / "exports").iterdir())) == 1


async def test_records_are_written_by_a_worker(
    make_app: MakeApp,
    make_runs: MakeRuns,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with looking(make_app, make_runs) as looker:
        asked: list[tuple[object, ...]] = []
        monkeypatch.setattr(looker.app.engine, "call", lambda *a: asked.append(a) or "there")
        await looker.press("a", "E", "enter")
        assert [call[2:4] for call in asked] == [(run, "csv") for run in looker.runs[::-1]]
        assert {call[4] for call in asked} == {str(tmp_path / "exports")}
        assert "3 in " in looker.said()


async def test_a_clean_up_is_said_before_it_is_done(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs) as looker:
        snapshots = looker.store.folder(looker.runs[0]) / SNAPSHOTS
        await looker.press("D")
        assert looker.choice.rows.rows[0].right == "2.0 kB"
        await looker.press("enter")
        assert "for good" in looker.choice.heading
        await looker.press("enter")
        assert snapshots.exists()
        await looker.press("D", "enter", "down", "enter")
        assert not snapshots.exists()
        assert "2.0 kB freed" in looker.said()
        await looker.press("D", "enter")
        assert looker.listed() == looker.runs[1::-1]
        await looker.press("D")
        assert [row.key for row in looker.choice.rows.rows][-1] == "trash"
        await looker.press("down", "down", "down", "enter", "down", "enter")
        assert list(looker.store.trash) == []


async def test_the_highlighted_run_is_told_of(
    make_app: MakeApp, make_runs: MakeRuns, store: ProgressStore
) -> None:
    given = PredictionGiven(choice="plain", confidence=4)
    store.record(MOMENTUM, "first_below", given)
    verdict = Verdict(observed="nesterov", right=False, runs=("r",))
    store.record(MOMENTUM, "first_below", verdict)
    async with looking(make_app, make_runs, (200, 50)) as looker:
        assert "diverged: The loss is no longer a number" in looker.about()
        await looker.press("j")
        for part in ("best      0.4 (validation, step 1)", "plain descent (certain)", "✗ Nesterov"):
            assert part in looker.about()
        chart = looker.screen.about.chart
        drawn = "\n".join(chart.render_line(y).text for y in range(chart.size.height))
        assert "loss" in drawn
        assert any(0x2800 < ord(sign) < 0x2900 for sign in drawn)
        await looker.press("i")
        assert not looker.screen.about.display


async def test_at_80x24_a_run_is_told_of_instead_of_the_list(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs, (80, 24)) as looker:
        await looker.press("i")
        assert looker.screen.about.display
        assert not looker.screen.table.display
        await looker.press("pagedown")
        assert looker.screen.about.scroll_y > 0
        await looker.press("escape")
        assert looker.screen.table.display
        assert looker.screen.table.cursor == 0
        await looker.press("escape")
        assert isinstance(looker.app.screen, HomeScreen)


async def test_the_list_is_new_when_the_learner_comes_back(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("j", "enter")
        made = keep_run(looker.store, asked=request(looker.app.catalog.lesson(MOMENTUM), "plain"))
        await looker.press("escape")
        assert looker.listed()[0] == made
        current = looker.screen.current()
        assert current is not None
        assert current.run == looker.runs[1]


async def test_any_screen_but_itself_leads_to_the_runs(
    make_app: MakeApp, make_runs: MakeRuns
) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("ctrl+r")
        assert len(looker.app.screen_stack) == 2
        await looker.press("escape", "comma", "ctrl+r")
        assert isinstance(looker.app.screen, RunsScreen)


async def test_thousands_of_runs_are_drawn_as_quickly_as_a_screenful(
    make_app: MakeApp, make_runs: MakeRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(make_app, make_runs) as looker:
        table, (one, *_) = looker.screen.table, looker.screen.every
        drawn: list[int] = []
        draw = RunsList.render_line
        table.show([one] * 5000)
        monkeypatch.setattr(
            RunsList, "render_line", lambda self, y: drawn.append(y) or draw(self, y)
        )
        await looker.press("G")
        assert table.cursor == 4999
        assert table.scroll_offset.y == 5001 - table.size.height
        assert len(drawn) <= 4 * table.size.height


async def test_in_ascii_nothing_else_is_drawn(make_app: MakeApp, make_runs: MakeRuns) -> None:
    async with looking(make_app, make_runs) as looker:
        await looker.press("comma", "down", "left", "escape")
        table = looker.screen.table
        drawn = "".join(table.render_line(y).text for y in range(table.size.height))
        assert drawn.isascii()
        assert "x" in drawn or "!" in drawn


async def test_a_thread_that_fails_is_not_silent(
    make_app: MakeApp, make_runs: MakeRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(make_app, make_runs) as looker:

        def broken(*_: object) -> object:
            raise RuntimeError("the disk is gone")

        monkeypatch.setattr(RunStore, "annotate", broken)
        await looker.pilot.press("P")
        for _ in range(20):
            await looker.pilot.pause(0.02)
        assert "the disk is gone" in looker.said()


@pytest.mark.parametrize("size", SIZES[:2])
async def test_how_it_looks(make_app: MakeApp, make_runs: MakeRuns, size: tuple[int, int]) -> None:
    async with looking(make_app, make_runs, size) as looker:
        looker.store.annotate(looker.runs[1], Annotations(name="the best", tags=("keep",)))
        await looker.press("comma", "escape", "j", "space")
        assert_screen(looker.app, f"runs-{size[0]}x{size[1]}")


def test_every_command_says_what_it_does() -> None:
    keys = [key for command in ACTIONS for key in command.keys]
    assert len(keys) == len(set(keys))
    for command in ACTIONS:
        assert isinstance(command, Command)
        assert callable(getattr(RunsScreen, f"action_{command.id}"))
        assert command.help.endswith(".")
