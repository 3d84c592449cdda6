"""From a workbench to its screen: what was done on it before is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.workbench.sitting import DEFAULT

if TYPE_CHECKING:
    from tui.app import TutorApp
    from tui.messages import WorkbenchRequested


def open_workbench(app: TutorApp, asked: WorkbenchRequested) -> None:
    """Show the workbench of a lesson, or one with nothing but a small tensor."""
    from tui.screens.workbench import WorkbenchScreen

    if not isinstance(app.screen, WorkbenchScreen):
        app.push_screen(WorkbenchScreen(asked.bench or DEFAULT, asked.lesson))
