"""What is said in a review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lessons.review.agenda import FULL, Agenda
from lessons.review.clock import Clock
from lessons.review.item import Item
from lessons.review.sitting import Result, Sitting, Turn

WEEK, MONTH = 7, 60
MAKES = (
    "Questions that you answered in lessons come here the day after, with misunderstandings that "
    "showed and the curves of your own runs."
)


def due_words(found: Agenda) -> str:
    """How much is due, for the first row of home; empty for nothing."""
    count = len(found.due)
    if count > FULL:
        return f"{FULL}+ due"
    return f"{count} due" if count else ""


def nothing_due(found: Agenda, clock: Clock, opens: str) -> tuple[str, ...]:
    """Why there is nothing to ask, in sentences. `opens`: what opens a lesson, where none was."""
    if not found.items:
        return ("Nothing to review yet.", MAKES, opens)
    if found.next_day is None:
        return ("Nothing is due.", MAKES)
    return (f"Nothing is due. The next review is {when(found.next_day, clock.today())}.", MAKES)


def when(day: date, today: date) -> str:
    """A day to come, as it is said."""
    days = (day - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 2 * WEEK:
        return f"in {days} days"
    if days < MONTH:
        return f"in {days // WEEK} weeks"
    return f"in {days // 30} months"


def after_answer(turn: Turn, *, right: bool, due: date | None, today: date) -> str:
    """What comes of an answer."""
    back = when(due, today) if due is not None else "tomorrow"
    if right:
        return f"It comes again {back}."
    if turn.again:
        return f"It stays difficult; it comes again {back}."
    return f"It comes again at the end of this sitting, and {back}."


def time_left(sitting: Sitting) -> str:
    """About how long the sitting goes on."""
    seconds = sitting.seconds_left
    if seconds <= 0:
        return "once more, what was not right"
    if seconds < 45:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"about {minutes} minute{'s' if minutes != 1 else ''} left"


def closing(sitting: Sitting, left: int) -> tuple[str, ...]:
    """How it went, and what is left. `left`: due items that were not asked."""
    firsts = [result for result in sitting.results if not result.turn.again]
    asked = [result for result in firsts if result.right is not None]
    right = sum(bool(result.right) for result in asked)
    told = [_known(len(asked), right)] if asked else []
    if put_off := len(firsts) - len(asked):
        told.append(f"{_items(put_off)} put off until tomorrow.")
    if left:
        told.append(f"{left} more {'are' if left > 1 else 'is'} due, now or another day.")
    return tuple(told)


def missed(results: Sequence[Result]) -> tuple[Item, ...]:
    """What was answered wrongly at first, each once: worth another look in its lesson."""
    wrong = [result.turn.item for result in results if result.right is False]
    return tuple({item.key: item for item in wrong}.values())


def minutes_words(minutes: float) -> str:
    """`three minutes`."""
    if minutes == 1:
        return "one minute"
    names = {2.0: "two", 3.0: "three", 5.0: "five"}
    return f"{names.get(minutes, f'{minutes:g}')} minutes"


def _known(asked: int, right: int) -> str:
    many = _items(asked)
    if right == asked:
        return f"{many}, and you knew {'it' if asked == 1 else 'all of them'}."
    if right == 0:
        comes = "it comes" if asked == 1 else "they come"
        return f"{many} that you did not know yet; {comes} again tomorrow."
    comes = "the other one comes" if asked - right == 1 else "the others come"
    return f"{many}, {right} right at once; {comes} again tomorrow."


def _items(count: int) -> str:
    return "One question" if count == 1 else f"{count} questions"
