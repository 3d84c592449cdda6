"""The tensor workbench."""

from tui.screens.workbench.screen import WorkbenchScreen

__all__ = ["WorkbenchScreen"]
