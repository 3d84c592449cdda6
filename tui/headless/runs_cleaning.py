"""`tutor runs delete`, `restore`, `clean` and `note`: what changes the runs that are kept."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.annotations import name_in, tags_in
from engine.cleaning import (
    DiskUse,
    Rule,
    Swept,
    bring_all_back,
    carry_out,
    discard_all,
    disk_use,
    sweep,
)
from engine.errors import EngineError
from engine.run_entry import STANDINGS, Standing
from lessons.errors import TutorError
from lessons.names import unknown
from tui.figures import size
from tui.headless.asking import agreed
from tui.headless.fail import fail
from tui.headless.runs import FAILED, Runs
from tui.runs.finding import shortened
from tui.runs.outcome import counted

LEFT_ALONE = "Nothing is changed.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The options of `tutor runs note`, as they were typed."""

    name: str | None = None
    tags: tuple[str, ...] = ()
    untags: tuple[str, ...] = ()
    pinned: bool | None = None
    note: str | None = None


def delete_runs(folder: Path | None, asked: Sequence[str], *, yes: bool) -> int:
    """Put runs into the trash, after a question; returns the exit status."""
    try:
        runs = Runs(folder)
        entries = runs.named(asked)
        total = size(sum(entry.size for entry in entries))
        question = f"Put {counted(len(entries))} ({total}) into the trash?"
        if not agreed(question, yes=yes):
            sys.stdout.write(LEFT_ALONE)
            return 0
    except TutorError as error:
        return fail(error.problem)
    done = discard_all(runs.store, [entry.run for entry in entries])
    return _said(done, "in the trash; `tutor runs restore` brings them back")


def restore_runs(folder: Path | None, asked: Sequence[str]) -> int:
    """Take runs out of the trash, all of them where none is named; returns the exit status."""
    try:
        runs = Runs(folder)
        there = tuple(runs.store.trash)
        wanted = [shortened(one, there) for one in asked] if asked else list(there)
    except TutorError as error:
        return fail(error.problem)
    return _said(bring_all_back(runs.store, wanted), "brought back")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanUp:
    """The options of `tutor runs clean`, as they were typed."""

    older_than: float | None = None
    statuses: tuple[str, ...] = ()
    snapshots: bool = False
    trash: bool = False

    @property
    def rule(self) -> Rule | None:
        """Which runs it is about; None where no run but the trash is. Raises UnknownName."""
        if self.older_than is None and not self.statuses and not self.snapshots:
            return None
        return Rule(
            what="snapshots" if self.snapshots else "runs",
            older_than=self.older_than or 0.0,
            statuses=tuple(status_named(status) for status in self.statuses),
        )


def clean_runs(folder: Path | None, asked: CleanUp, *, yes: bool) -> int:
    """Say what a clean-up frees, ask, and do it; without a rule, say what takes how much."""
    try:
        rule, trash = asked.rule, asked.trash
        runs = Runs(folder)
        if rule is None and not trash:
            sys.stdout.write(used(disk_use(runs.store, runs.entries)))
            return 0
        status = _swept(runs, rule, yes=yes) if rule is not None else 0
        return _emptied(runs, yes=yes) if trash and not status else status
    except (TutorError, EngineError) as error:
        return fail(error.problem)


def _swept(runs: Runs, rule: Rule, *, yes: bool) -> int:
    found = sweep(runs.entries, rule)
    if not found.runs:
        sys.stdout.write("There is nothing to clean up.\n")
        return 0
    freed = size(found.size)
    if found.what == "snapshots":
        question = f"Drop the snapshots of {counted(len(found.runs))}? That frees {freed} for good."
    else:
        question = f"Put {counted(len(found.runs))} ({freed}) into the trash?"
    if not agreed(question, yes=yes):
        sys.stdout.write(LEFT_ALONE)
        return 0
    words = f"cleaned of {freed}" if found.what == "snapshots" else f"in the trash ({freed})"
    return _said(carry_out(runs.store, found), words)


def _emptied(runs: Runs, *, yes: bool) -> int:
    there = disk_use(runs.store, ())
    if not there.discarded:
        sys.stdout.write("The trash is empty.\n")
        return 0
    words = f"{counted(there.discarded)} ({size(there.trash_size)})"
    if not agreed(f"Remove {words} in the trash for good?", yes=yes):
        sys.stdout.write(LEFT_ALONE)
        return 0
    sys.stdout.write(f"{size(runs.store.empty_trash())} freed\n")
    return 0


def note_runs(folder: Path | None, asked: Sequence[str], noted: Noted) -> int:
    """Name, tag or pin runs; returns the exit status."""
    try:
        runs = Runs(folder)
        for entry in runs.named(asked):
            before = entry.notes
            gone = set(tags_in(" ".join(noted.untags)))
            kept = [tag for tag in before.tags if tag not in gone]
            after = replace(
                before,
                name=before.name if noted.name is None else name_in(noted.name),
                tags=tags_in(" ".join([*kept, *noted.tags])),
                pinned=before.pinned if noted.pinned is None else noted.pinned,
                note=before.note if noted.note is None else noted.note,
            )
            runs.store.annotate(entry.run, after)
            sys.stdout.write(f"{entry.run} noted\n")
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    return 0


def status_named(name: str) -> Standing:
    """How a run may stand. Raises UnknownName."""
    for standing in STANDINGS:
        if standing == name:
            return standing
    raise unknown("status", name, STANDINGS)


def used(use: DiskUse) -> str:
    """What takes how much, and what would free it."""
    lines = [
        f"{counted(use.runs):12} {size(use.size):>8}",
        f"{'snapshots':12} {size(use.snapshots_size):>8}  of it; clean --snapshots drops them",
        f"{'trash':12} {size(use.trash_size):>8}  beside it, {counted(use.discarded)};"
        " clean --trash empties it",
        "",
        "clean --older-than DAYS and clean --status STATUS put runs into the trash.",
        "Pinned runs always stay.",
    ]
    return "\n".join(lines) + "\n"


def _said(done: Swept, words: str) -> int:
    sys.stdout.write(f"{counted(len(done.runs))} {words}\n")
    for problem in done.problems:
        fail(problem)
    return FAILED if done.problems else 0
