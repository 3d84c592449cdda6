"""What time it is for a review: instants are kept in UTC, days are those of the learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


def utc_now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells instants and days."""

    now: Callable[[], datetime] = utc_now
    """The instant, in UTC."""
    zone: tzinfo | None = None
    """Where the learner is; None: where the machine says it is."""

    def day(self, instant: datetime) -> date:
        """The learner's day in which an instant lies."""
        try:
            return instant.astimezone(self.zone).date()
        except (OverflowError, ValueError):  # at the ends of the calendar
            return instant.date()

    def today(self) -> date:
        """The learner's day now."""
        return self.day(self.now())

    def morning(self, day: date) -> datetime:
        """When a day begins for the learner, in UTC."""
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    def tomorrow(self) -> datetime:
        """When the next day begins, in UTC."""
        return self.morning(self.today() + DAY)


def instant(text: str) -> datetime | None:
    """An instant as it is kept; None for what is none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if read.tzinfo is None else read.astimezone(UTC)
