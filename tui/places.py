"""Every place of the app that has keys of its own, with its commands."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import tui.screens
from tui.commands import Place
from tui.screens.base import TutorScreen

FIRST = ("Home", "Lesson", "Lab", "Playground", "Runs")
"""The places that a learner meets first; the others follow by name."""


def places() -> tuple[Place, ...]:
    """All screens, each with its panes. Imports every one of them: not for the first paint."""
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        importlib.import_module(module.name)
    found = {
        screen.PLACE: (Place(screen.PLACE, screen.ACTIONS), *screen.pane_places())
        for screen in _kinds(TutorScreen)
        if screen.PLACE and screen.ACTIONS and screen.__module__.startswith("tui.")
    }
    first = [name for name in FIRST if name in found]
    names = (*first, *sorted(found.keys() - set(first)))
    return tuple(place for name in names for place in found[name])


def _kinds(kind: type[TutorScreen]) -> Iterator[type[TutorScreen]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)
