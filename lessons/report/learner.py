"""What a report tells across lessons: how sure, how right, what was mistaken, what came again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lessons.catalog import Catalog
from lessons.progress.log import Happened, Kind
from lessons.progress.records import AttemptMade, QuizGiven, Reviewed
from lessons.questions.calibration import Level, calibration, calibration_line
from lessons.questions.misconceptions import load_misconceptions
from lessons.review.misconceptions import tags_of
from lessons.schema import Quiz

KINDS: tuple[Kind, ...] = ("quiz", "prediction", "verdict", "attempt", "review")
"""Entries that this is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistaken:
    """A misconception that answers or exercises betrayed."""

    tag: str
    title: str
    """What was believed; the tag where nobody explains it."""
    places: tuple[str, ...]
    """Where it showed: `unit/lesson#block`."""
    resolved: bool
    """Whether a question elsewhere that it would have led astray was answered rightly since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerReport:
    """What holds over all lessons that are told of."""

    levels: tuple[Level, ...]
    """Right answers by confidence."""
    calibration: str
    """The same in words; empty where too little is known."""
    mistaken: tuple[Mistaken, ...]
    """The first met first."""
    reviews: int
    """Items that were reviewed, counted each time."""
    reviews_right: int


def learner_report(
    history: Iterable[Happened], catalog: Catalog, lessons: Sequence[str] = ()
) -> LearnerReport:
    """Put it together of `ProgressStore.history(*KINDS)`; of these lessons, or of all."""
    told = [one for one in history if not lessons or one.lesson in lessons]
    levels = calibration(told)
    reviewed = [one for one in told if _rated(one)]
    return LearnerReport(
        levels=levels,
        calibration=calibration_line(levels),
        mistaken=mistaken(told, catalog),
        reviews=len(reviewed),
        reviews_right=sum(_right(one) for one in reviewed),
    )


def mistaken(history: Iterable[Happened], catalog: Catalog) -> tuple[Mistaken, ...]:
    """Every misconception that showed, and whether it still stands."""
    leads_astray = {
        (lesson.id, quiz.id): tags_of(quiz)
        for lesson in catalog.lessons
        for quiz in (*lesson.of(Quiz), *lesson.reviews)
    }
    titles = {one.tag: one.title for one in load_misconceptions()}
    places: dict[str, dict[str, None]] = {}
    resolved: dict[str, bool] = {}
    for happened in history:
        where = f"{happened.lesson}#{happened.entry.block}"
        for tag in _betrayed(happened):
            places.setdefault(tag, {})[where] = None
            resolved[tag] = False
        for tag in _refuted(happened, leads_astray):
            # The same question answered again says that its reason was read, and no more.
            if tag in places and where not in places[tag]:
                resolved[tag] = True
    return tuple(
        Mistaken(tag=tag, title=titles.get(tag, tag), places=tuple(found), resolved=resolved[tag])
        for tag, found in places.items()
    )


def _betrayed(happened: Happened) -> tuple[str, ...]:
    match happened.entry.content:
        case QuizGiven(right=False, tag=tag) if tag:
            return (tag,)
        case AttemptMade(tags=tags):
            return tags
    return ()


def _refuted(
    happened: Happened, leads_astray: dict[tuple[str, str], frozenset[str]]
) -> frozenset[str]:
    """Misconceptions that a right answer speaks against."""
    block = happened.entry.block
    match happened.entry.content:
        case QuizGiven(right=True):
            return leads_astray.get((happened.lesson, block), frozenset())
        case Reviewed(right=True):
            kind, _, rest = block.partition("/")
            if kind == "misconception":
                return frozenset({rest})
            return leads_astray.get((happened.lesson, rest.partition("/")[0]), frozenset())
    return frozenset()


def _rated(happened: Happened) -> bool:
    content = happened.entry.content
    return isinstance(content, Reviewed) and content.rating > 0


def _right(happened: Happened) -> bool:
    content = happened.entry.content
    return isinstance(content, Reviewed) and content.right
