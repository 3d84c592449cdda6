"""Where the plain mode begins: `tutor --plain`, `tutor learn`, `tutor run --plain`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Problem
from lessons.catalog import Catalog, load_catalog
from lessons.errors import TutorError
from lessons.opening import opens_with
from lessons.paths import data_folder, runs_folder
from lessons.progress.store import ProgressStore
from lessons.review.desk import Desk
from lessons.schema import Lesson
from lessons.workers import workers
from tui.headless.asked import Asked
from tui.headless.fail import fail
from tui.headless.run import FAILED, INTERRUPTED
from tui.plain.lesson import PlainLesson
from tui.plain.review import PlainReview
from tui.plain.runs import tell_runs
from tui.plain.talk import Left, Skipped, Talk
from tui.settings import SettingsStore


def learn(lesson: str | None, *, unattended: bool = False) -> int:
    """Take a lesson as lines of text; returns the exit status."""
    talk = Talk(sys.stdin, sys.stdout, unattended)
    catalog = load_catalog()
    store = ProgressStore.best_effort(data_folder())
    settings = SettingsStore.open(data_folder())
    for notice in (store.notice, settings.notice):
        if isinstance(notice, Problem):
            talk.say(f"{notice.title}. {notice.reason} {notice.next_step}")
        elif notice:
            talk.say(notice)
    engine = Engine(runs_folder(), workers())
    engine.warm()
    try:
        sure = settings.settings.confidence == "ask"
        reviewing = PlainReview(
            talk, Desk(store, catalog, engine.runs), catalog, store, ask_sure=sure
        )
        chosen = catalog.lesson(lesson) if lesson else choose(talk, catalog, store, reviewing)
        if chosen is not None:
            PlainLesson(
                talk,
                chosen,
                store,
                engine,
                settings.settings.device,
                sure,
                opens_with(chosen, catalog),
            ).take()
    except TutorError as error:
        return fail(error.problem)
    finally:
        engine.close()
    return 0


def find_place() -> int:
    """Ask what finds the learner's place; returns the exit status."""
    from lessons.placement.runs import PlacementRuns
    from tui.plain.placing import PlainPlacement

    talk = Talk(sys.stdin, sys.stdout)
    store = ProgressStore.best_effort(data_folder())
    if store.notice:
        talk.say(store.notice)
    engine = Engine(runs_folder())
    engine.warm()
    device = SettingsStore.open(data_folder()).settings.device
    try:
        PlainPlacement(talk, load_catalog(), store, PlacementRuns(engine, device)).take()
    except TutorError as error:
        return fail(error.problem)
    finally:
        engine.close()
        store.close()
    return 0


def choose(
    talk: Talk, catalog: Catalog, store: ProgressStore, reviewing: PlainReview
) -> Lesson | None:
    """Read out all lessons, and the review where it is due; ask for one of them.

    None where the learner leaves, or has reviewed.
    """
    lessons = [lesson for unit in catalog.units for lesson in unit.lessons]
    talk.say("Lessons:")
    options = []
    for lesson in lessons:
        status = store.lesson(lesson.id).status
        said = {"new": "", "known": ", known", "started": ", begun", "done": ", done"}[status]
        options.append(f"{lesson.title}, {lesson.minutes} minutes{said}")
    due = reviewing.due()
    if due:
        options.append(f"Review, {due}")
    try:
        number = talk.choose("Which one?", options)
    except (Left, Skipped):
        talk.say("Until next time.")
        return None
    if number > len(lessons):
        reviewing.take()
        return None
    return lessons[number - 1]


def run_in_words(asked: Asked, *, out: Path | None) -> int:
    """Make the runs of `tutor run` and tell of them; returns the exit status as it does."""
    talk = Talk(sys.stdin, sys.stdout)
    try:
        lesson, requests = asked.requests(load_catalog())
        engine = Engine(out or runs_folder(), workers())
        engine.plan(requests[0])  # a device that is not there, or a broken lab, is said now
        runs = tell_runs(talk, engine, lesson, requests)
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    ends = {run.ended.status for run in runs if run.ended is not None}
    return FAILED if "failed" in ends else INTERRUPTED if "stopped" in ends else 0
