"""How much is due, for the first row of home."""

from __future__ import annotations

from engine.runs import RunStore
from lessons.catalog import Catalog
from lessons.progress.store import ProgressError, ProgressStore
from lessons.review.clock import Clock
from lessons.review.desk import REAL, Desk
from tui.review.words import due_words


def due_now(store: ProgressStore, catalog: Catalog, runs: RunStore, clock: Clock = REAL) -> str:
    """`3 due`; empty for nothing, and where the file cannot be read, which others say."""
    try:
        return due_words(Desk(store, catalog, runs, clock).agenda())
    except ProgressError:
        return ""
