"""The lab: one screen, put together from parts that each do one thing."""

from tui.screens.lab.screen import LabScreen

__all__ = ["LabScreen"]
