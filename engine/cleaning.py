"""Room on disk: what runs take, and what a clean-up would free, said before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from engine.errors import EngineError
from engine.events import Problem
from engine.run_entry import RunEntry, Standing
from engine.runs import RunStore
from engine.trash import size_of

What = Literal["runs", "snapshots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskUse:
    """What lies in a folder of runs."""

    runs: int
    size: int
    """Bytes of all of them, snapshots included."""
    snapshots_size: int
    """Bytes of the snapshots among it."""
    discarded: int
    """Runs in the trash."""
    trash_size: int
    """Bytes of the trash, which `size` does not include."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which runs a clean-up is about. Pinned runs and those under way are never among them."""

    what: What = "runs"
    """`snapshots`: only what is needed to go back into a run; its curves stay."""
    older_than: float = 0.0
    """Days since it was made, at least."""
    statuses: tuple[Standing, ...] = ()
    """How it ended; empty: in any way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What a rule applies to now."""

    what: What
    runs: tuple[str, ...]
    """Newest first."""
    size: int
    """Bytes that it would free; those of runs once the trash is emptied."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was done, and what was not."""

    runs: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def disk_use(store: RunStore, entries: Iterable[RunEntry]) -> DiskUse:
    """What these runs and the trash take."""
    runs = tuple(entries)
    return DiskUse(
        runs=len(runs),
        size=sum(entry.size for entry in runs),
        snapshots_size=sum(entry.snapshots_size for entry in runs),
        discarded=len(tuple(store.trash)),
        trash_size=size_of(store.trash.folder),
    )


def sweep(entries: Iterable[RunEntry], rule: Rule, now: datetime | None = None) -> Sweep:
    """What a rule applies to; changes nothing."""
    before = (now or datetime.now(UTC)) - timedelta(days=rule.older_than)
    found = [entry for entry in entries if _applies(entry, rule, before)]
    sizes = (entry.size if rule.what == "runs" else entry.snapshots_size for entry in found)
    return Sweep(what=rule.what, runs=tuple(entry.run for entry in found), size=sum(sizes))


def carry_out(store: RunStore, planned: Sweep) -> Swept:
    """Discard the runs, or drop their snapshots, each for itself."""
    if planned.what == "runs":
        return discard_all(store, planned.runs)
    for run in planned.runs:
        store.drop_snapshots(run)
    return Swept(planned.runs)


def discard_all(store: RunStore, runs: Sequence[str]) -> Swept:
    """Put runs into the trash; one that cannot be does not keep the others back."""
    return _each(runs, store.discard)


def bring_all_back(store: RunStore, runs: Sequence[str]) -> Swept:
    """Take runs out of the trash; one that cannot be does not keep the others back."""
    return _each(runs, store.bring_back)


def _each(runs: Sequence[str], action: Callable[[str], None]) -> Swept:
    done, problems = [], []
    for run in runs:
        try:
            action(run)
        except EngineError as error:
            problems.append(error.problem)
        else:
            done.append(run)
    return Swept(tuple(done), tuple(problems))


def _applies(entry: RunEntry, rule: Rule, before: datetime) -> bool:
    if entry.notes.pinned or entry.status == "running":
        return False
    if rule.what == "snapshots" and not entry.snapshots_size:
        return False
    if rule.statuses and entry.status not in rule.statuses:
        return False
    made = made_at(entry)
    return made is not None and made <= before


def made_at(entry: RunEntry) -> datetime | None:
    """When a run was made; None where its record does not say."""
    try:
        made = datetime.fromisoformat(entry.info.created)
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
