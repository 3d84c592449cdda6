"""Reports tell what was predicted, run, found and explained: all of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kept_runs import keep_run
from small_curriculum import write_lesson

from engine.annotations import Annotations
from engine.request import RunRequest
from engine.run_entry import RunEntry
from engine.runs import RunStore
from engine.runs_index import RunsIndex
from lessons.catalog import Catalog, load_catalog
from lessons.lab import request
from lessons.progress.records import LessonRecord, PredictionGiven, QuizGiven, Verdict
from lessons.report.lesson import LessonReport, latest, predicted, report, run_label, scenario_label
from lessons.schema import Predict, Quiz, Reflect


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    write_lesson(tmp_path / "curriculum")
    return load_catalog(tmp_path / "curriculum")


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def made(store: RunStore, asked: RunRequest) -> RunEntry:
    run = keep_run(store, (2.0, 1.0, 0.5), validation=(0.7,), asked=asked)
    return next(entry for entry in RunsIndex(store).entries() if entry.run == run)


def told(catalog: Catalog, store: RunStore, record: LessonRecord | None = None) -> LessonReport:
    (lesson,) = catalog.lessons
    entries = RunsIndex(store).entries()
    return report(lesson.id, catalog, record or LessonRecord(lesson=lesson.id), entries, store)


def test_what_was_predicted_stands_beside_what_was_found(catalog: Catalog, store: RunStore) -> None:
    (lesson,) = catalog.lessons
    block = lesson.of(Predict)[0].id
    given = PredictionGiven(choice="plain", confidence=4)
    verdict = Verdict(observed="heavy_ball", right=False, runs=("r1", "r2"))
    record = LessonRecord(lesson=lesson.id, predictions=((block, given),))
    (one,) = predicted(lesson, record)
    assert (one.expected, one.confidence, one.observed, one.right) == ("plain descent", 4, "", None)
    (one,) = predicted(lesson, replace(record, verdicts=((block, verdict),)))
    assert (one.observed, one.right, one.runs) == ("heavy ball", False, ("r1", "r2"))
    skipped = PredictionGiven(choice=None, confidence=None)
    (one,) = predicted(lesson, replace(record, predictions=((block, skipped),)))
    assert (one.choice, one.expected) == (None, "")
    assert predicted(lesson, LessonRecord(lesson=lesson.id)) == ()
    assert predicted(None, record) == ()


def test_words_and_answers_of_the_learner_are_told(catalog: Catalog, store: RunStore) -> None:
    (lesson,) = catalog.lessons
    reflect, quizzes = lesson.of(Reflect)[0], lesson.of(Quiz)
    record = LessonRecord(
        lesson=lesson.id,
        reflections=((reflect.id, "It adds up."), ("gone", "Still mine."), ("empty", "")),
        quizzes=((quizzes[0].id, QuizGiven(answer="1", right=True, tries=2)),),
    )
    found = told(catalog, store, record)
    assert [(one.ask, one.text) for one in found.explanations] == [
        (reflect.ask, "It adds up."),
        ("", "Still mine."),
    ]
    assert (found.right_answers, found.questions) == (1, 1)


def test_runs_come_with_curve_and_name_and_repeats_once(catalog: Catalog, store: RunStore) -> None:
    (lesson,) = catalog.lessons
    first = made(store, request(lesson, "plain"))
    again = made(store, replace(request(lesson, "plain"), steps_per_second=50.0))
    ball = made(store, request(lesson, "heavy_ball", (("lr", 0.01),)))
    made(store, replace(request(lesson, "plain"), origin="other/lesson"))
    store.annotate(again.run, Annotations(name="mine"))
    found = told(catalog, store)
    assert [one.entry.run for one in found.runs] == [again.run, ball.run]
    assert [one.label for one in found.runs] == ["mine", "heavy ball, by hand"]
    assert [point.loss for point in found.runs[0].curve] == [2.0, 1.0, 0.5]
    entries = RunsIndex(store).entries()
    record = LessonRecord(lesson=lesson.id)
    every = report(lesson.id, catalog, record, entries, store, repeats=True)
    assert [one.entry.run for one in every.runs] == [first.run, again.run, ball.run]
    assert latest([ball, first]) == [first, ball]


def test_labels_say_whose_settings_they_are(catalog: Catalog, store: RunStore) -> None:
    (lesson,) = catalog.lessons
    plain = made(store, request(lesson, "plain"))
    assert scenario_label(lesson, plain) == lesson.scenario("plain").label
    changed = replace(plain.info.request, changes=(("batch_size", 4),))
    by_hand = replace(plain, info=replace(plain.info, request=changed))
    assert scenario_label(lesson, by_hand).endswith(", by hand")
    nameless = replace(plain, info=replace(plain.info, request=replace(changed, name="")))
    assert scenario_label(lesson, nameless) == "by hand"
    assert scenario_label(None, plain) == "plain"
    assert run_label(lesson, replace(plain, notes=Annotations(name="mine"))) == "mine"


def test_a_lesson_that_is_gone_is_told_by_its_runs(catalog: Catalog, store: RunStore) -> None:
    entry = made(store, RunRequest(recipe="x:y", origin="old/lesson", name="plain"))
    record = LessonRecord(lesson="old/lesson", status="started")
    found = report("old/lesson", catalog, record, [entry], store)
    assert (found.title, found.status, len(found.runs)) == ("old/lesson", "started", 1)
    assert found.predictions == ()
