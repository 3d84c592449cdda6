"""What is exported comes back as it was, once however often; hostile documents bring nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.progress.exchange import FORMAT, Document, NotTaken, WorkFile, read, written
from lessons.progress.merge import Everything, Kept, compared
from lessons.progress.records import (
    AttemptMade,
    PredictionGiven,
    QuizGiven,
    Reviewed,
    RunMade,
    Verdict,
)
from lessons.progress.store import BEFORE_IMPORT, ProgressStore
from lessons.progress.workfiles import gathered, landings, put

ONE, TWO = "optimizers/momentum", "training/gradient_descent"
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
LESSONS = st.sampled_from((ONE, TWO, "old/lesson"))
BLOCKS = st.sampled_from("pqr")
Step = Callable[[ProgressStore], object]


def _step(lesson: str, block: str, text: str, number: int, kind: int) -> Step:
    steps: tuple[Step, ...] = (
        lambda s: s.record(lesson, block, PredictionGiven(choice=text, confidence=1 + number % 4)),
        lambda s: s.record(lesson, block, Verdict(observed=text, right=None, runs=(text,))),
        lambda s: s.record(lesson, block, QuizGiven(answer=text, right=False, tries=1)),
        lambda s: s.record_reflection(lesson, block, text),
        lambda s: s.record(
            lesson, "", RunMade(run=text, scenario="plain", seed=number, standard=True)
        ),
        lambda s: s.skip_run(lesson, block),
        lambda s: s.record(
            lesson, block, AttemptMade(outcome="passed", passed=2, checks=2, digest=text)
        ),
        lambda s: s.record_review(
            lesson,
            block,
            Reviewed(rating=number % 5, answer=text, right=True, card=text, due=text),
        ),
        lambda s: s.record_known([lesson], text),
        lambda s: s.record_position(lesson, block),
        lambda s: s.mark_done(lesson),
        lambda s: s.reset_lesson(lesson),
        lambda s: s.undo_reset(lesson),
    )
    return steps[kind % len(steps)]


STEPS = st.lists(
    st.builds(_step, LESSONS, BLOCKS, TEXT, st.integers(0, 9), st.integers(0, 12)), max_size=12
)


def store_after(steps: list[Step]) -> ProgressStore:
    store = ProgressStore.in_memory()
    for step in steps:
        step(store)
    return store


def document(store: ProgressStore) -> bytes:
    return written(Document(store.everything()))


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_into_empty_progress_everything_comes_back(steps: list[Step]) -> None:
    source, target = store_after(steps), ProgressStore.in_memory()
    found = target.merge(read(document(source)).progress)
    assert target.all() == source.all()
    assert target.last_lesson() == source.last_lesson()
    assert target.history("review", "known", "quiz") == source.history("review", "known", "quiz")
    assert len(found.entries) == len(source.everything().entries)
    assert document(target) == document(source)
    again = target.merge(read(document(source)).progress)
    assert (again.entries, again.places) == ((), ())
    assert document(target) == document(source)


@settings(max_examples=60, deadline=None)
@given(STEPS, STEPS)
def test_two_learners_become_one_in_either_order(mine: list[Step], theirs: list[Step]) -> None:
    one, other = store_after(mine), store_after(theirs)
    before = set(one.everything().entries) | set(other.everything().entries)
    from_one, from_other = one.everything(), other.everything()
    one.merge(from_other)
    other.merge(from_one)
    assert set(one.everything().entries) == before == set(other.everything().entries)
    assert one.last_lesson() == other.last_lesson()
    assert {record.lesson: record for record in one.all()} == {
        record.lesson: record for record in other.all()
    }


def test_what_was_done_meanwhile_stands_in_its_place_in_time() -> None:
    here, there = ProgressStore.in_memory(), ProgressStore.in_memory()
    here.record_reflection(ONE, "r", "first")
    there.record_reflection(ONE, "r", "second")
    here.reset_lesson(ONE)
    there.record_reflection(ONE, "r", "third")
    here.merge(there.everything())
    assert here.lesson(ONE).reflection("r") == "third"
    assert here.undo_reset(ONE)
    times = [entry.at for entry in here.everything().entries]
    assert times == sorted(times)


def test_a_clock_that_was_put_back_does_not_reorder_a_file() -> None:
    entries = tuple(
        Kept(at, ONE, "r", "reflection", b'"x"')
        for at in ("2026-03-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")
    )
    store = ProgressStore.in_memory()
    store.merge(Everything(entries[:1]))
    store.merge(Everything(entries))
    assert store.everything().entries == entries
    assert compared(Everything(entries), Everything(entries[::-1])).entries == ()


def test_an_import_keeps_the_file_as_it_was(tmp_path: Path) -> None:
    store, other = ProgressStore.open(tmp_path), ProgressStore.in_memory()
    store.mark_done(ONE)
    other.mark_done(TWO)
    store.merge(other.everything())
    store.close()
    (tmp_path / "before").mkdir()
    (tmp_path / BEFORE_IMPORT).rename(tmp_path / "before" / "progress.db")
    before = ProgressStore.open(tmp_path / "before")
    assert [record.lesson for record in before.all()] == [ONE]
    before.close()


def test_the_document_is_the_one_that_is_promised() -> None:
    store = ProgressStore.in_memory()
    store.record(ONE, "q", QuizGiven(answer="2", right=False, tries=1, tag="left-or-taken"))
    told = json.loads(written(Document(store.everything(), (WorkFile("a/b.py", "x\n"),))))
    assert " ".join(told) == "format version entries places workspace"
    assert (told["format"], told["version"]) == ("tutor-progress", 1)
    (entry,), (place,) = told["entries"], told["places"]
    assert " ".join(entry) == "at lesson block kind content"
    assert " ".join(entry["content"]) == "answer right tries confidence tag"
    assert " ".join(place) == "lesson block at"
    assert told["workspace"] == [{"path": "a/b.py", "text": "x\n"}]


GOOD = '{"at":"2026-01-01T00:00:00+00:00","lesson":"a","block":"","kind":"done","content":""}'
WRONG = [
    ("", "no JSON"),
    ("[]", "no progress of tutor"),
    ('{"format":"other","version":1,"entries":[],"places":[]}', "its format"),
    (f'{{"format":"{FORMAT}","version":7,"entries":[],"places":[]}}', "version is 7"),
    (f'{{"format":"{FORMAT}","version":1,\n"entries":[\n{GOOD},\n{{}}],"places":[]}}', "line 4"),
    (f'{{"format":"{FORMAT}","version":1,"entries":[{GOOD[:-4]}],"places":[]}}', "byte"),
    (f'{{"format":"{FORMAT}","version":1,"entries":[{"[" * 20000}', "no JSON"),
    ('{"format":"a",\n\n"version":x}', "line 3"),
]
HOSTILE = [
    ('"at":"2026-01-01T00:00:00+00:00"', '"at":"yesterday"', "no time"),
    ('"at":"2026-01-01T00:00:00+00:00"', '"at":"2026-01-01T00:00:00"', "no time"),
    ('"kind":"done"', '"kind":"drop table"', "entries[0]"),
    ('"content":""', '"content":[[[[]]]]', "entries[0]"),
    ('"kind":"done","content":""', '"kind":"quiz","content":{"answer":"1"}', "entries[0]"),
    (
        '"kind":"done","content":""',
        '"kind":"prediction","content":{"choice":"a","confidence":77}',
        "confidence",
    ),
    ('"lesson":"a"', '"lesson":7', "entries[0]"),
    ('"lesson":"a"', '"lesson":"a","more":1', "entries[0]"),
    ('"lesson":"a"', '"lesson":"\\ud800"', ""),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_no_document_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(NotTaken) as caught:
        read(text.encode())
    assert said in caught.value.reason
    assert caught.value.next_step


@pytest.mark.parametrize(("there", "instead", "said"), HOSTILE)
def test_hostile_entries_are_refused_with_their_place(there: str, instead: str, said: str) -> None:
    entry = GOOD.replace(there, instead)
    text = f'{{"format":"{FORMAT}","version":1,\n"entries":[\n{entry}],\n"places":[]}}'
    with pytest.raises(NotTaken) as caught:
        read(text.encode())
    assert said in caught.value.reason
    assert "line 3" in caught.value.reason


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_documents_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    store = ProgressStore.in_memory()
    store.record(ONE, "p", PredictionGiven(choice="a", confidence=2))
    store.record_position(TWO, "q")
    contents = bytearray(document(store))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(contents) - 1))
        contents[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        taken = read(bytes(contents))
    except NotTaken:
        return
    store.merge(taken.progress)
    assert store.all()


@pytest.mark.parametrize(
    "path", ["../out.py", "/etc/x", "a/../../b", "a//b", "", ".", "a\\b", "C:x", "a/\x00", "a/\n"]
)
def test_files_stay_below_the_workspace(path: str) -> None:
    data = written(Document(Everything(), (WorkFile(path, "x"),)))
    with pytest.raises(NotTaken, match=r"workspace\[0\]"):
        read(data)


def test_files_travel_and_overwrite_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "unit" / "lesson").mkdir(parents=True)
    (here / "unit" / "lesson" / "one.py").write_text("mine\n")
    (here / "unit" / "lesson" / ".one.py.partial").write_text("hidden")
    (here / "unit" / "lesson" / "noise.py").write_bytes(b"\xff\xfe\xfd")
    files = gathered(here)
    assert files == (WorkFile("unit/lesson/one.py", "mine\n"),)
    put(landings(files, there), there)
    assert gathered(there) == files
    assert landings(files, there) == ()
    theirs = (replace(files[0], text="theirs\n"),)
    for _ in range(2):
        put(landings(theirs, there), there)
    assert {file.path: file.text for file in gathered(there)} == {
        "unit/lesson/one.py": "mine\n",
        "unit/lesson/one.imported.py": "theirs\n",
    }
    assert gathered(tmp_path / "nowhere") == ()
