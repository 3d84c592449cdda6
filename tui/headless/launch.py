"""Starts the app."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from engine.events import Problem
from tui.headless.fail import fail

if TYPE_CHECKING:
    from tui.app import TutorApp


def launch() -> int:
    """Open the app; returns the exit status."""
    if (problem := without_terminal()) is not None:
        return fail(problem)
    from lessons.errors import TutorError
    from lessons.paths import current_profile, use_profile
    from tui.frame_clock import quicken

    quicken()
    try:
        current_profile()
    except TutorError as error:
        return fail(error.problem)
    while True:
        app = _open()
        if app.next_profile is None:
            return app.return_code or 0
        use_profile(app.next_profile)


def without_terminal() -> Problem | None:
    """Why the app cannot be shown here; None where it can."""
    if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        return None
    return Problem(
        title="The app needs a terminal",
        reason="Input or output is not one, or it cannot move its cursor.",
        next_step="`tutor --plain` teaches in lines of text; "
        "`tutor run LESSON` trains without a screen.",
    )


def _open() -> TutorApp:
    """Show the app to whoever learns now, until it is left."""
    from engine.client import Engine
    from engine.launcher import prepare_for_textual
    from lessons.catalog import load_catalog
    from lessons.paths import data_folder, runs_folder
    from lessons.progress.store import ProgressStore
    from lessons.workers import workers
    from tui.app import TutorApp
    from tui.describe import Describer
    from tui.settings import SettingsStore

    prepare_for_textual()
    engine = Engine(runs_folder(), workers())
    app = TutorApp(
        load_catalog(),
        ProgressStore.best_effort(data_folder()),
        SettingsStore.open(data_folder()),
        engine,
        describe_runs=Describer(engine.runs),
    )
    try:
        app.run()
    finally:
        engine.close()
    return app
