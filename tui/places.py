"""Every place of the app that has keys of its own, with its commands."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import tui.screens
from tui.commands import Command
from tui.screens.base import TutorScreen

FIRST = ("Home", "Lesson", "Lab", "Playground", "Runs")
"""The places that a learner meets first; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A screen and what can be done on it."""

    name: str
    """What the help page calls it."""
    commands: tuple[Command, ...]


def places() -> tuple[Place, ...]:
    """All screens. Imports every one of them: not for the first paint."""
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        importlib.import_module(module.name)
    found = {
        screen.PLACE: Place(screen.PLACE, screen.ACTIONS)
        for screen in _kinds(TutorScreen)
        if screen.PLACE and screen.ACTIONS and screen.__module__.startswith("tui.")
    }
    first = [name for name in FIRST if name in found]
    return tuple(found[name] for name in (*first, *sorted(found.keys() - set(first))))


def _kinds(kind: type[TutorScreen]) -> Iterator[type[TutorScreen]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds(narrower)
