"""From a run of the playground back to the choices that made it."""

from __future__ import annotations

from engine.playground import RECIPE
from engine.request import RunRequest
from lessons.catalog import Catalog
from lessons.errors import TutorError
from lessons.playground import FROM, NAME, Play, settled


def play_of(asked: RunRequest, catalog: Catalog) -> Play | None:
    """What was chosen; None for a run of no playground, or based on a lesson that is gone."""
    if asked.origin != NAME:
        return None
    chosen = asked.parameters
    if asked.recipe != RECIPE:
        base = [lesson for lesson in catalog.lessons if lesson.lab.recipe == asked.recipe]
        if not base:
            return None
        chosen = ((FROM, base[0].id), *asked.parameters, *asked.changes)
    try:
        return settled(Play(parameters=chosen, seed=asked.seed), catalog)
    except TutorError:
        return None
