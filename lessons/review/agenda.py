"""What there is to review today: what is due, most overdue first, and a few new items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lessons.review.clock import DAY, Clock
from lessons.review.item import Item, ItemKind, scattered
from lessons.review.standing import Standings

NEW_A_DAY = 4
"""Items that are asked for the first time, at most."""
FULL = 12
"""Due items beside which nothing new is begun."""
KINDS: tuple[ItemKind, ...] = ("misconception", "question", "run")
"""In which order kinds of new items take turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What can be asked today."""

    due: tuple[Item, ...] = ()
    """The most overdue first, new ones at the end."""
    next_day: date | None = None
    """When something is due again; None where nothing will be, or something is due now."""
    items: int = 0
    """How many items there are in all, due or not."""


def agenda(items: Iterable[Item], standings: Standings, clock: Clock) -> Agenda:
    """What is due, of all items there are."""
    known = tuple(items)
    today = clock.today()
    old, new, later = list[tuple[date, Item]](), list[Item](), list[date]()
    for item in known:
        standing = standings.of(item.key)
        day = standing.due_day(clock)
        if not standing.new and day is not None and day <= today:
            old.append((day, item))
        elif day is not None and day > today:
            later.append(day)
        elif standing.new and _rested(item, clock):
            new.append(item)
        else:
            later.append(today + DAY)
    old.sort(key=lambda one: (one[0], scattered(one[0], *one[1].key)))
    room = min(NEW_A_DAY - standings.begun_on(today, clock), FULL - len(old))
    begun = in_turns(new)[: max(room, 0)]
    due = (*(item for _, item in old), *begun)
    if len(new) > len(begun):
        later.append(today + DAY)
    return Agenda(due=due, next_day=None if due else min(later, default=None), items=len(known))


def in_turns(items: Iterable[Item]) -> list[Item]:
    """New items, the kinds taking turns; of one kind, what was met first comes first."""
    by_age = sorted(items, key=lambda item: (item.met, scattered(*item.key)))
    place: dict[str, int] = {}
    ranked: list[tuple[int, int, Item]] = []
    for item in by_age:
        place[item.kind] = place.get(item.kind, -1) + 1
        ranked.append((place[item.kind], KINDS.index(item.kind), item))
    return [item for *_, item in sorted(ranked, key=lambda one: one[:2])]


def _rested(item: Item, clock: Clock) -> bool:
    """Whether a night lies between, or the clock was ahead when it was met."""
    return clock.day(item.met) < clock.today() or item.met > clock.now() + DAY
