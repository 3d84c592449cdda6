"""`tutor review`: what is due, asked in the terminal or listed."""

from __future__ import annotations

import sys

import msgspec

from engine.runs import RunStore
from lessons.catalog import load_catalog
from lessons.paths import data_folder, runs_folder
from lessons.progress.store import ProgressError, ProgressStore
from lessons.review.agenda import Agenda
from lessons.review.desk import Desk
from tui.headless.fail import fail
from tui.headless.runs import speaks_unicode
from tui.plain.talk import Talk

LEFT = 1
"""Exit status where the learner left before the end of a sitting."""


def review(*, minutes: float, plain: bool, as_json: bool) -> int:
    """Ask what is due, or list it; returns the exit status."""
    store = ProgressStore.best_effort(data_folder())
    if store.notice:
        sys.stderr.write(f"tutor: {store.notice}\n")
    catalog = load_catalog()
    desk = Desk(store, catalog, RunStore(runs_folder()))
    if as_json:
        try:
            sys.stdout.write(to_json(desk, desk.agenda()).decode() + "\n")
        except ProgressError as error:
            return fail(error.problem)
        return 0
    from tui.plain.review import PlainReview
    from tui.settings import SettingsStore

    settings = SettingsStore.open(data_folder()).settings
    symbols = settings.symbols if speaks_unicode() else "ascii"
    asking = PlainReview(
        Talk(sys.stdin, sys.stdout),
        desk,
        catalog,
        store,
        minutes=minutes,
        drawn=None if plain else symbols,
        ask_sure=settings.confidence == "ask",
    )
    return 0 if asking.take() else LEFT


def to_json(desk: Desk, found: Agenda) -> bytes:
    """One object; its keys are a promise."""
    due = [
        {
            "item": item.id,
            "lesson": item.lesson,
            "kind": item.kind,
            "ask": item.question.ask,
            "new": desk.standing(item).new,
        }
        for item in found.due
    ]
    following = found.next_day.isoformat() if found.next_day else None
    return msgspec.json.encode({"due": due, "next": following, "items": found.items})
