"""Starts the app."""

from __future__ import annotations

import os
import sys

from engine.events import Problem
from tui.headless.fail import fail


def launch() -> int:
    """Open the app; returns the exit status."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        return fail(
            Problem(
                title="The app needs a terminal",
                reason="Input or output is not one, or it cannot move its cursor.",
                next_step="`tutor --plain` teaches in lines of text; "
                "`tutor run LESSON` trains without a screen.",
            )
        )
    from tui.frame_clock import quicken

    quicken()
    from engine.client import Engine
    from engine.launcher import prepare_for_textual
    from lessons.catalog import load_catalog
    from lessons.paths import data_folder, runs_folder
    from lessons.progress import ProgressStore
    from tui.app import TutorApp
    from tui.describe import Describer
    from tui.settings import SettingsStore

    prepare_for_textual()
    engine = Engine(runs_folder())
    app = TutorApp(
        load_catalog(),
        ProgressStore.best_effort(data_folder()),
        SettingsStore.open(data_folder()),
        engine,
        describe_run=Describer(engine.runs),
    )
    try:
        app.run()
    finally:
        engine.close()
    return app.return_code or 0
