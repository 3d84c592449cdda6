"""Steps back and forth through what the learner has done at the bench."""

from __future__ import annotations

from dataclasses import dataclass

from engine.request import Parameters
from tui.lab.curation import Curation

MOST = 100
"""Changes that can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All of the bench that a key may change and `u` gives back."""

    chosen: int
    """Index of the scenario."""
    turned: Parameters
    """Knobs turned by hand."""
    curation: Curation


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that was done."""

    words: str
    """What: `large steps hidden`."""
    before: Setting
    after: Setting
    knob: str | None = None
    """The knob that was turned; its clicks, one after another, are one change."""


class History:
    """What was done, and what was taken back; a new change ends what could be done again."""

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def add(self, change: Change) -> None:
        """Note a change, unless nothing has changed."""
        if change.before == change.after:
            return
        last = self._done[-1] if self._done else None
        if last is not None and change.knob is not None and last.knob == change.knob:
            self._done.pop()
            change = Change(
                words=change.words, before=last.before, after=change.after, knob=change.knob
            )
        self._done = [*self._done, change][-MOST:]
        self._undone.clear()

    def undo(self) -> Change | None:
        """The latest change, to be taken back; None where there is none."""
        return _moved(self._done, self._undone)

    def redo(self) -> Change | None:
        """The change taken back last, to be made again; None where there is none."""
        return _moved(self._undone, self._done)


def _moved(source: list[Change], target: list[Change]) -> Change | None:
    if not source:
        return None
    target.append(source.pop())
    return target[-1]


def put(now: Setting, wrong: Setting, right: Setting) -> Setting:
    """The setting in force with what differs between two others as it is in the right one.

    Everything else stays as it is: runs may have been made, and scenarios chosen, meanwhile.
    """
    mine, theirs, target = now.curation, wrong.curation, right.curation
    names = {one.run: one for one in mine.given}
    for run in {one.run for one in (*theirs.given, *target.given)}:
        if theirs.name(run) != target.name(run):
            names.pop(run, None)
            names.update({one.run: one for one in target.given if one.run == run})
    return Setting(
        chosen=now.chosen if wrong.chosen == right.chosen else right.chosen,
        turned=now.turned if wrong.turned == right.turned else right.turned,
        curation=Curation(
            hidden=_put(mine.hidden, theirs.hidden, target.hidden),
            pinned=_put(mine.pinned, theirs.pinned, target.pinned),
            deleted=_put(mine.deleted, theirs.deleted, target.deleted),
            given=tuple(names.values()),
        ),
    )


def _put(now: frozenset[str], wrong: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    return (now - (wrong - right)) | (right - wrong)
