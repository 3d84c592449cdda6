"""When an item comes again: FSRS, by the `fsrs` package, in whole days.

Nothing is due again within the day: a wrong answer comes back at the end of its sitting, which the
sitting itself sees to. Intervals are not scattered by chance, so that a schedule can be repeated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from lessons.progress.records import Reviewed
from lessons.review.rating import Rating
from lessons.review.standing import UNRATED, Standing

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

LONGEST = 365
"""Days after which even what is known best comes again."""


def rated(
    standing: Standing, rating: Rating, now: datetime, *, answer: str, right: bool
) -> Reviewed:
    """What to keep of an answer given now."""
    import fsrs

    now = now.astimezone(UTC)
    card = _card(standing)
    if card.last_review is not None:
        card.last_review = min(card.last_review, now)  # the clock may have been ahead
    after, _ = _scheduler().review_card(card, fsrs.Rating(rating), now)
    return Reviewed(
        rating=rating, answer=answer, right=right, card=after.to_json(), due=after.due.isoformat()
    )


def put_off(standing: Standing, until: datetime) -> Reviewed:
    """What to keep where an item is to be asked later; how well it is known does not change."""
    return _unrated(standing, until)


def taken_back(before: Standing, now: datetime) -> Reviewed:
    """What to keep where a rating is taken back: the item stands as it stood before."""
    return _unrated(before, before.due or now)


def _unrated(standing: Standing, due: datetime) -> Reviewed:
    return Reviewed(rating=UNRATED, answer="", right=False, card=standing.card, due=due.isoformat())


def _card(standing: Standing) -> Card:
    from fsrs import Card

    if not standing.new:
        try:
            return Card.from_json(standing.card)
        except (ValueError, KeyError, TypeError, OverflowError):
            pass  # damaged: it begins anew
    return Card(card_id=0, due=standing.due)


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST, enable_fuzzing=False
    )
