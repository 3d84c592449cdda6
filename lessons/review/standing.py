"""How well each item is known, as far as the reviews kept so far say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lessons.progress.log import Happened
from lessons.progress.records import Reviewed
from lessons.review.clock import DAY, Clock, instant

UNRATED = 0
"""Rating of an entry that says nothing about how well an item is known: it was put off, or a rating
was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one item stands."""

    card: str = ""
    """State of the scheduler's card, as JSON; empty while the item was never rated."""
    due: datetime | None = None
    """When it is due; None where it was never asked nor put off."""
    first: datetime | None = None
    """When it was rated first."""
    last: datetime | None = None
    """When it was rated last."""
    times: int = 0
    """How often it was rated."""

    @property
    def new(self) -> bool:
        """Whether it was never rated."""
        return not self.card

    def after(self, reviewed: Reviewed) -> Standing:
        """How it stands after a review. A card that cannot be read is as good as none."""
        last, due = last_review(reviewed.card), instant(reviewed.due)
        if last is None:
            return replace(NEW, due=due, times=self.times)
        rated = reviewed.rating != UNRATED
        return Standing(
            card=reviewed.card,
            due=due or last,
            first=self.first or last,
            last=last,
            times=self.times + rated,
        )

    def due_day(self, clock: Clock) -> date | None:
        """The learner's day on which it is due; None for what was never asked."""
        if self.due is None:
            return None
        if self.from_the_future(clock.now()):
            return clock.today()
        return clock.day(self.due)

    def from_the_future(self, now: datetime) -> bool:
        """Whether it was rated, or put off, by a clock that was ahead of this one: what that clock
        said of when it is due means nothing."""
        if self.last is not None:
            return self.last > now + DAY
        return self.due is not None and self.due > now + timedelta(days=2)


NEW = Standing()


class Standings:
    """The standing of every item that was ever reviewed."""

    def __init__(self, history: Iterable[Happened] = ()) -> None:
        """`history`: all reviews, oldest first. Of several the latest holds, whatever the clock."""
        self._known: dict[tuple[str, str], Standing] = {}
        for happened in history:
            if isinstance(happened.entry.content, Reviewed):
                self.take((happened.lesson, happened.entry.block), happened.entry.content)

    def of(self, key: tuple[str, str]) -> Standing:
        """How an item stands, by lesson and id."""
        return self._known.get(key, NEW)

    def take(self, key: tuple[str, str], reviewed: Reviewed) -> None:
        """An item was reviewed."""
        self._known[key] = self.of(key).after(reviewed)

    def begun_on(self, day: date, clock: Clock) -> int:
        """How many items were rated for the first time on a day."""
        first = (standing.first for standing in self._known.values())
        return sum(begun is not None and clock.day(begun) == day for begun in first)


def last_review(card: str) -> datetime | None:
    """When a card was rated last; None for one that cannot be read."""
    try:
        told = json.loads(card)["last_review"]
        return instant(told)
    except (ValueError, KeyError, TypeError):
        return None
