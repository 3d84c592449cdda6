"""The screen of all runs, in parts: listing, noting, writing out, cleaning up."""

from tui.screens.runs.screen import RunsScreen

__all__ = ["RunsScreen"]
