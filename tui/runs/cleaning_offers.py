"""What can be cleaned up, and what each of it would free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.cleaning import DiskUse, Rule, Sweep, sweep
from engine.run_entry import RunEntry
from tui.figures import size
from tui.runs.outcome import counted

What = Literal["runs", "snapshots", "trash"]
AGES = (7, 30, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOffer:
    """One thing that would free room."""

    key: str
    what: What
    text: str
    size: int
    """Bytes."""
    note: str
    question: str
    """Asked before it is done; empty where `u` takes it back."""
    sweep: Sweep | None
    """What it applies to; None for the trash."""


def cleaning_offers(
    entries: Sequence[RunEntry], use: DiskUse, now: datetime | None = None
) -> tuple[CleaningOffer, ...]:
    """Everything that would free something, the gentlest first."""
    snapshots = sweep(entries, Rule(what="snapshots"), now)
    broken = sweep(entries, Rule(statuses=("diverged", "failed", "unfinished")), now)
    aged = [(days, sweep(entries, Rule(older_than=days), now)) for days in AGES]
    offers = [_snapshots(snapshots), _runs("broken", "Runs that broke or were cut off", broken)]
    offers += [
        _runs(f"older-{days}", f"Runs older than {days} days", found) for days, found in aged
    ]
    offers.append(_trash(use))
    return tuple(offer for offer in offers if offer is not None)


def use_in_words(use: DiskUse) -> str:
    """What takes how much, on one line."""
    parts = [
        f"{counted(use.runs)}, {size(use.size)}",
        f"snapshots {size(use.snapshots_size)} of it",
    ]
    if use.discarded:
        parts.append(f"trash {size(use.trash_size)} beside it")
    return "; ".join(parts) + ". Pinned runs always stay."


def _snapshots(found: Sweep) -> CleaningOffer | None:
    if not found.runs:
        return None
    return CleaningOffer(
        key="snapshots",
        what="snapshots",
        text=f"Snapshots of {counted(len(found.runs))}",
        size=found.size,
        note="Curves and results stay; nobody can go back into these runs.",
        question=f"Drop the snapshots of {counted(len(found.runs))} for good?",
        sweep=found,
    )


def _runs(key: str, text: str, found: Sweep) -> CleaningOffer | None:
    if not found.runs:
        return None
    return CleaningOffer(
        key=key,
        what="runs",
        text=f"{text}: {len(found.runs)}",
        size=found.size,
        note="Into the trash, from where they can be brought back; emptying it frees the room.",
        question="",
        sweep=found,
    )


def _trash(use: DiskUse) -> CleaningOffer | None:
    if not use.discarded:
        return None
    return CleaningOffer(
        key="trash",
        what="trash",
        text=f"The trash: {counted(use.discarded)}",
        size=use.trash_size,
        note="Nothing brings back what was in it.",
        question=f"Remove {counted(use.discarded)} in the trash for good?",
        sweep=None,
    )
