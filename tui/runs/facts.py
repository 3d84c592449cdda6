"""What is said about one run, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from tui.figures import duration, number, size, written
from tui.runs.listed import Listed, settings, steps, tags, when


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what there is to say."""

    name: str
    text: str


def facts(one: Listed) -> tuple[Fact, ...]:
    """Everything that is known; what says nothing is left out."""
    entry = one.entry
    asked, found = entry.info.request, entry.best
    fork = f"step {asked.fork.step} of {asked.fork.run}" if asked.fork else ""
    best = f"{number(found.loss)} ({found.split}, step {found.step})" if found else ""
    kept = f", {size(entry.snapshots_size)} of it snapshots" if entry.snapshots_size else ""
    told = (
        Fact("name", entry.notes.name),
        Fact("tags", tags(one)),
        Fact("note", entry.notes.note),
        Fact("lesson", f"{one.lesson} ({asked.origin})" if one.taught else asked.origin),
        Fact("recipe", "" if one.taught else asked.recipe),
        Fact("scenario", one.scenario),
        Fact("settings", settings(one)),
        Fact("changed", "   ".join(f"{name} {written(value)}" for name, value in asked.changes)),
        Fact("seed", str(asked.seed)),
        Fact("fork of", fork),
        Fact("status", f"{entry.status}{f': {entry.problem}' if entry.problem else ''}"),
        Fact("steps", steps(one)),
        Fact("loss", number(entry.final_loss) if entry.steps else ""),
        Fact("best", best),
        Fact("metrics", "   ".join(f"{m.name} {number(m.value)}" for m in entry.metrics)),
        Fact("made", when(one).strip()),
        Fact("took", f"{duration(entry.seconds)}, {size(entry.size)} on disk{kept}"),
        Fact("run", entry.run),
    )
    return tuple(fact for fact in told if fact.text)
