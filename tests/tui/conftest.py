"""What the tests of the screens share: an app over fixture lessons, without worker processes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from fixture_lessons import units
from textual.content import Content

from engine.client import Engine
from engine.launcher import Worker
from lessons.catalog import Catalog
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Run
from tui.app import TutorApp
from tui.lab.opening import AS_IT_IS, Opening
from tui.screens.reading import ReadingScreen
from tui.settings import SettingsStore
from tui.widgets.lines import Lines

MakeApp = Callable[..., TutorApp]
# The engine that plays runs back lives there; a test of this folder may be run alone.
sys.path.append(str(Path(__file__).parent / "lab"))


class NoWorkers:
    """A launcher that is never asked for a worker."""

    def warm(self) -> None:
        """Nothing to load."""

    def take(self) -> Worker:
        raise AssertionError("no test of these screens starts a run")

    def close(self) -> None:
        """Nothing to end."""


class StandInLab(ReadingScreen):
    """Stands where the lab would, and remembers what it was opened with."""

    CSS_PATH = None

    def __init__(
        self, lesson: Lesson, block: Run | None = None, opening: Opening = AS_IT_IS
    ) -> None:
        super().__init__(Content("Lab"), Lines())
        self.lesson = lesson
        self.block = block
        self.opening = opening


@pytest.fixture(autouse=True)
def plain_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data of the developer's, and no colour setting."""
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def stand_in_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the lesson opens is remembered, not run."""
    lab = ModuleType("tui.screens.lab")
    lab.LabScreen = StandInLab  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tui.screens.lab", lab)


@pytest.fixture
def store() -> ProgressStore:
    """A learner's progress, empty."""
    return ProgressStore.in_memory()


@pytest.fixture
def make_app(tmp_path: Path, store: ProgressStore, stand_in_lab: None) -> MakeApp:
    """Makes apps over the fixture lessons and the same progress."""

    def make(catalog: Catalog | None = None) -> TutorApp:
        return TutorApp(
            catalog or Catalog(units=units(tmp_path / "curriculum")),
            store,
            SettingsStore.open(tmp_path),
            Engine(tmp_path / "runs", NoWorkers()),
            describe_runs=lambda runs: f"loss 0.0412 after 2000 steps ({runs[0]})",
        )

    return make
