"""What the learner has made of the runs on the bench: hidden, pinned, named, deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.annotations import Annotations


@dataclass(frozen=True, slots=True)
class Given:
    """A name that the learner gave to a run."""

    run: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """Runs by their ids. Values: whatever is done to a run makes a new one, so it can be undone."""

    hidden: frozenset[str] = frozenset()
    """Not drawn."""
    pinned: frozenset[str] = frozenset()
    """Drawn before all others, also where others are hidden or made again."""
    deleted: frozenset[str] = frozenset()
    """Not on the bench any more; their folders go when the lab is left."""
    given: tuple[Given, ...] = ()

    def name(self, run: str) -> str | None:
        """The name that the learner gave to a run."""
        return next((one.name for one in self.given if one.run == run), None)

    def noting(self, run: str, notes: Annotations) -> Curation:
        """With what was noted about a run in an earlier visit."""
        noted = self.naming(run, notes.name)
        return replace(
            noted,
            pinned=noted.pinned | {run} if notes.pinned else noted.pinned,
            hidden=noted.hidden | {run} if notes.hidden else noted.hidden,
        )

    def showing(self, run: str, *, shown: bool) -> Curation:
        """With one run shown, or hidden."""
        return replace(self, hidden=self.hidden - {run} if shown else self.hidden | {run})

    def pinning(self, run: str) -> Curation:
        """With one run pinned, or no longer; what is pinned is shown."""
        if run in self.pinned:
            return replace(self, pinned=self.pinned - {run})
        return replace(self, pinned=self.pinned | {run}, hidden=self.hidden - {run})

    def naming(self, run: str, name: str) -> Curation:
        """With a name for a run; an empty one gives its old name back."""
        others = tuple(one for one in self.given if one.run != run)
        return replace(self, given=(*others, Given(run, name)) if name else others)

    def deleting(self, run: str) -> Curation:
        """Without a run."""
        return replace(self, deleted=self.deleted | {run}, pinned=self.pinned - {run})

    def only(self, run: str, runs: frozenset[str]) -> Curation:
        """With all of these runs hidden but one, and those that are pinned."""
        return replace(self, hidden=(self.hidden | runs) - self.pinned - {run})

    def showing_all(self) -> Curation:
        """With nothing hidden."""
        return replace(self, hidden=frozenset())
