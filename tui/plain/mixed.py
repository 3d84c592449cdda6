"""The mixed review of a unit, in lines of text."""

from __future__ import annotations

from engine.client import Engine
from lessons.catalog import load_catalog
from lessons.progress.store import ProgressError
from lessons.review.desk import Desk
from lessons.review.mixed import Mixed
from tui.plain.review import PlainReview
from tui.plain.talk import Talk
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence


def take_mixed(
    talk: Talk, block: Mixed, keeper: LessonKeeper, engine: Engine, *, ask_sure: bool
) -> None:
    """Ask what the unit has taught; where the learner leaves, the lesson is left too."""
    catalog = load_catalog()
    desk = Desk(keeper.store, catalog, engine.runs)
    talk.say(f"Mixed review: {sentence(block.ask)}")
    try:
        sitting = desk.closing(catalog.unit(keeper.lesson.unit).lessons, block.questions)
    except ProgressError as error:
        keeper.report(error.problem)
        return
    asking = PlainReview(talk, desk, catalog, keeper.store, ask_sure=ask_sure)
    review = asking.review()
    review.begin_with(sitting)
    asking.go_through(review)
    asking.close(review)
    keeper.visit(block.id)
