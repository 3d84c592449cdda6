"""A case of the ward: what is wrong with a run, what it might be, how to find out, what to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lessons.clinics.shown import Figure
from lessons.exercises.exercise import Exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One fault that the learner may name."""

    key: str
    """Id in `faults.toml`."""
    name: str
    """What the learner reads."""
    shows: str
    """What this fault looks like wherever it is."""
    here: str
    """What speaks for or against it in this run; `{loss_last:.2f}` and its like are filled in."""

    def why(self, figures: Iterable[Figure]) -> str:
        """What it would look like, and what this run has shown, as far as it was measured."""
        try:
            return f"{self.shows} {filled(self.here, figures)}"
        except KeyError:
            return self.shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One experiment that may confirm a suspicion; it is really made."""

    key: str
    ask: str
    """What is done."""
    does: str
    """Name of a trial in `lessons.clinics.trials`."""
    variant: str = ""
    """Function of the case's `lab.py` that gives the changed experiment, where there is one."""
    sees: str
    """How it comes out; that it does is measured, never assumed."""
    says: str
    """What that means; figures of the trial are filled in."""
    leaves: tuple[str, ...]
    """Suspects that would have shown the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A run that is broken on purpose."""

    id: str
    """Name of its folder, which gives nothing away."""
    title: str
    group: str
    """Under which complaint the ward lists it."""
    minutes: int
    covers: tuple[str, ...]
    tags: tuple[str, ...]
    complaint: str
    """Markdown."""
    explanation: str
    """Markdown; shown only once the run is mended."""
    fault: str
    """Key of the suspect that it is."""
    suspects: tuple[Suspect, ...]
    trials: tuple[Trial, ...]
    exercise: Exercise
    ends: Literal["finished", "diverged"]
    """How the broken run ends."""
    score: str
    """What `train` of the exercise measures after every epoch."""
    epochs: int
    """For how long the learner's own run is drawn."""
    seed: int
    views: tuple[str, ...]
    log_loss: bool
    folder: Path = field(repr=False)

    def suspect(self, key: str) -> Suspect:
        """The suspect of that key. Raises StopIteration."""
        return next(one for one in self.suspects if one.key == key)

    def trial(self, key: str) -> Trial:
        """The trial of that key. Raises StopIteration."""
        return next(one for one in self.trials if one.key == key)

    @property
    def package(self) -> str:
        """Package of its `lab.py`."""
        return f"lessons.clinics.cases.{self.id}"

    @property
    def recipe(self) -> str:
        """What trains the broken run."""
        return f"{self.package}.lab:run"

    @property
    def origin(self) -> str:
        """Where its runs say that they come from."""
        return f"clinics/{self.id}"


def filled(text: str, figures: Iterable[Figure]) -> str:
    """The text with its figures. Raises KeyError for one that is not known."""
    if "{" not in text:
        return text
    return text.format_map({figure.name: figure.value for figure in figures})
