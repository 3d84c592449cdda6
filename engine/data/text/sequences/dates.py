"""Read a date as people write it, write it as ISO 8601 has it."""

from __future__ import annotations

from datetime import date

from engine.data.base import Dataset
from engine.data.splits import generator
from engine.data.text.sequences.base import distinct, translation

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST, LAST = date(1950, 1, 1), date(2049, 12, 31)
STYLES = 5


def dates(*, n: int = 3000, seed: int = 0) -> Dataset:
    """`n` different days from 1950 to 2049: `9 March 1998` → `1998-03-09`.

    Each day is written in one of five ways, chosen at random, so that no day is in both splits.
    A character a token. Inputs (n, 28), targets (n, 11), int64; three quarters train.
    """
    import torch

    random = generator(seed)

    def draw(count: int) -> list[int]:
        last = LAST.toordinal() + 1
        return torch.randint(FIRST.toordinal(), last, (count,), generator=random).tolist()

    days = [date.fromordinal(day) for day in distinct(n, draw)]
    styles = torch.randint(STYLES, (n,), generator=random).tolist()
    pairs = [
        (written(day, style), day.isoformat()) for day, style in zip(days, styles, strict=True)
    ]
    everything = "".join([*MONTHS, *WEEKDAYS, "0123456789 ,.-"])
    return translation("dates", pairs, sorted(set(everything)), longest=(28, 10))


def written(day: date, style: int) -> str:
    """The day in one of five ways, by number from 0."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    return (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{month[:3]}. {day.day:02d}, {day.year}",
    )[style]
