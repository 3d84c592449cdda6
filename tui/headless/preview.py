"""`tutor preview`: the app in the middle of a lesson that is being written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lessons.errors import TutorError
from lessons.paths import HOME_VARIABLE, data_folder
from lessons.reading.cache import CACHE_VARIABLE, cache_folder
from tui.headless.fail import fail
from tui.headless.launch import without_terminal


def preview(text: str) -> int:
    """Show `LESSON#block`; returns the exit status."""
    if (problem := without_terminal()) is not None:
        return fail(problem)
    named, _, block = text.partition("#")
    try:
        settings = data_folder()
        with tempfile.TemporaryDirectory(prefix="tutor-preview-") as folder:
            os.environ.setdefault(CACHE_VARIABLE, str(cache_folder() or ""))
            os.environ[HOME_VARIABLE] = folder  # runs and exercise files go there as well
            return _shown(named, block, settings)
    except TutorError as error:
        return fail(error.problem)


def _shown(named: str, block: str, settings: Path) -> int:
    from engine.client import Engine
    from engine.launcher import prepare_for_textual
    from lessons.authoring.preview import block_of, draft_of, take_as_read, with_lesson
    from lessons.catalog import load_catalog
    from lessons.paths import runs_folder
    from lessons.progress.store import ProgressStore
    from lessons.reading.lesson_folder import lesson_named
    from lessons.reading.sources import has_units
    from tui.describe import Describer
    from tui.frame_clock import quicken
    from tui.preview.app import PreviewApp
    from tui.settings import SettingsStore

    draft = draft_of(named)
    if has_units(draft.source.root):
        lesson_named(named)
    lesson = draft.read()
    progress = ProgressStore.in_memory()
    if block:
        take_as_read(progress, lesson, block_of(lesson, block))
    quicken()
    prepare_for_textual()
    engine = Engine(runs_folder())
    app = PreviewApp(
        draft,
        with_lesson(load_catalog(), lesson),
        progress,
        SettingsStore.open(settings),
        engine,
        describe_runs=Describer(engine.runs),
    )
    try:
        app.run()
    finally:
        engine.close()
    return app.return_code or 0
