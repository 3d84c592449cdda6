"""What a link asks for is what the lab shows: opened with it, or followed in the text beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lab_samples import LESSON, PlayedEngine, make_app, request, until
from test_restoring import kept
from textual.pilot import Pilot

from lessons.progress.records import RunMade
from lessons.schema import Prose, Run
from tui.app import TutorApp
from tui.lab.curves import drawn
from tui.lab.opening import Opening
from tui.lab.panes import KNOBS, PLOTS, VIEW
from tui.screens.lab import LabScreen
from tui.screens.slow_motion import SlowMotionScreen
from tui.widgets.prose import Prose as ProseText

LINKED = replace(
    LESSON,
    blocks=(
        Prose(id="walls", markdown="See [the start](#lab?plot=lr&scenario=fast&step=1..40)."),
        *LESSON.blocks[1:],
    ),
)


async def opened(app: TutorApp, pilot: Pilot[None], opening: Opening) -> LabScreen:
    """The lab of the lesson, opened on something."""
    screen = LabScreen(app.catalog.lessons[0], None, opening)
    await app.push_screen(screen)
    await until(pilot, lambda: len(screen.plans) == len(screen.bench.scenarios))
    return screen


async def test_everything_a_link_can_name_is_shown(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(80, 24)) as pilot:
        asked = Opening(scenario="fast", plot="gradients", view="surface", steps=(20, 60))
        screen = await opened(app, pilot, asked)
        assert screen.bench.scenario.name == "fast"
        assert (screen.state.first, screen.state.last) == (20.0, 60.0)
        assert screen.focused_pane() == "gradients"
        assert screen.lesson.lab.views[screen.view_index] == "surface"


async def test_one_step_places_the_cursor(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot, Opening(steps=(30, 30), settings=(("lr", 0.2),), seed=7))
        assert screen.state.cursor == 30
        assert screen.bench.value("lr") == 0.2
        assert screen.bench.seed == 7


async def test_a_link_can_begin_with_slow_motion(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(LabScreen(app.catalog.lessons[0], None, Opening(slow_motion=True)))
        await until(pilot, lambda: isinstance(app.screen, SlowMotionScreen))


async def test_links_of_the_text_beside_the_plots_drive_them(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"), LINKED)
    async with app.run_test(size=(200, 50)) as pilot:
        screen = await opened(app, pilot, Opening())
        while not isinstance(screen.focused, ProseText):
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: screen.bench.scenario.name == "fast")
        assert screen.focused_pane() == "lr"
        assert (screen.state.first, screen.state.last) == (1.0, 40.0)


async def test_a_view_is_shown_where_there_is_room_for_one_pane_only(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, Opening(view="surface"))
        assert screen.displayed() == (VIEW,)
        await pilot.press("escape")
        assert VIEW not in screen.displayed()
        assert app.screen is screen


async def test_the_run_of_the_scenario_that_is_asked_for_is_read_first(tmp_path: Path) -> None:
    engine = PlayedEngine(tmp_path / "runs")
    made = {name: kept(engine.runs, request(name), "finished") for name in ("slow", "fast")}
    app = make_app(tmp_path, engine)
    for name, run in made.items():
        app.progress.record(LESSON.id, "", RunMade(run=run, scenario=name, seed=0, standard=True))
    async with app.run_test(size=(80, 24)) as pilot:
        for name in made:
            screen = await opened(app, pilot, Opening(view="surface", scenario=name))
            await until(pilot, lambda screen=screen: len(screen.bench.shown()) == 2)
            assert drawn(screen.scene_now(), screen.state.reader)[-1].scenario == name


async def test_knobs_give_way_to_the_run_that_begins(tmp_path: Path) -> None:
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, Opening())
        await pilot.press("k")
        assert screen.displayed() == (KNOBS,)
        await pilot.press("r", "r")  # the first one reminds of the open prediction
        await until(pilot, lambda: screen.displayed() == PLOTS)


async def test_runs_are_watched_in_the_view_that_their_block_names(tmp_path: Path) -> None:
    watched = Run(id="watched", scenarios=("slow",), view="surface")
    app = make_app(tmp_path, PlayedEngine(tmp_path / "runs"))
    async with app.run_test(size=(80, 24)) as pilot:
        for opening, shown in ((Opening(), (VIEW,)), (Opening(plot="loss"), PLOTS)):
            screen = LabScreen(app.catalog.lessons[0], watched, opening)
            await app.push_screen(screen)
            await until(pilot, lambda screen=screen: len(screen.plans) > 0)
            assert screen.displayed() == shown
