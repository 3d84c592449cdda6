"""The order of a sitting: mixed, so that no lesson follows itself where that can be avoided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lessons.review.item import Item


def mixed(items: Iterable[Item], after: Item | None = None) -> tuple[Item, ...]:
    """The same items in an order that changes lesson, and unit where it can, from one to the next.

    What came first stays near the front. `after`: the item that was asked just before.
    """
    rest = list(items)
    left = Counter(item.lesson for item in rest)
    chosen: list[Item] = []
    last = after
    while rest:
        pick = _next(rest, left, last)
        rest.remove(pick)
        left[pick.lesson] -= 1
        chosen.append(pick)
        last = pick
    return tuple(chosen)


def _next(rest: list[Item], left: Counter[str], last: Item | None) -> Item:
    """The first item that may follow the last one, of another unit if possible."""
    lesson, unit = (last.lesson, last.unit) if last else ("", "")
    others = [item for item in rest if item.lesson != lesson]
    if not others:
        return rest[0]
    roomy = [item for item in others if _can_be_kept_apart(left, item.lesson)]
    for item in roomy:
        if item.unit != unit:
            return item
    return roomy[0] if roomy else max(others, key=lambda item: left[item.lesson])


def _can_be_kept_apart(left: Counter[str], asked: str) -> bool:
    """Whether what is left after an item of the lesson `asked` can go on without a repetition."""
    total = sum(left.values()) - 1
    return all(
        count - (lesson == asked) <= (total + (lesson != asked)) // 2
        for lesson, count in left.items()
    )
