"""Exercises that build on the learner's own earlier answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.client import Engine
from lessons.catalog import Catalog, load_catalog
from lessons.errors import TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.judged import judge_attempt
from lessons.exercises.text_file import digest
from lessons.exercises.using import with_own_answers, with_references
from lessons.exercises.workspace import Workspace
from lessons.progress.records import AttemptMade
from lessons.progress.store import ProgressStore

UNIT = 'title = "Sums"\naim = "Add."\norder = 1\nlessons = ["adding", "closing"]\n'
LESSON = """+++
title = "{title}"
aim = "Add."
minutes = 5
+++

```lab
recipe = "lab:run"
[scenarios]
plain = {{ }}
```

```exercise
id = "{id}"
title = "Twice"
kind = "complete"
ask = "Write it."
{uses}
```
"""
CHECK = '''"""Checks."""
from lessons.checking import Learner, check, expect

@check("It gives the right number.", why="It is used.")
def number(learner: Learner) -> None:
    expect.close(learner.call("{name}", 3), {wanted})
'''
ADDS = '"""Adds."""\ndef twice(x):\n    return x + x\n'
BUILDS = "from answers.twice import twice\ndef fourfold(x):\n    return twice(twice(x))\n"


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    unit = tmp_path / "curriculum" / "sums"
    for lesson, name, wanted, uses in (
        ("adding", "twice", 6, ""),
        ("closing", "fourfold", 12, 'uses = ["sums/adding#twice"]'),
    ):
        exercise = unit / lesson / "exercises" / name
        (exercise / "solutions").mkdir(parents=True)
        (exercise / "starter.py").write_text(f"def {name}(x): ...\n")
        (exercise / "check.py").write_text(CHECK.format(name=name, wanted=wanted))
        (exercise / "solutions" / "reference.py").write_text(ADDS if name == "twice" else BUILDS)
        text = LESSON.format(title=lesson.title(), id=name, uses=uses)
        (unit / lesson / "lesson.md").write_text(text)
    (unit / "unit.toml").write_text(UNIT)
    found = load_catalog(tmp_path / "curriculum")
    assert not found.problems
    return found


@pytest.fixture
def fourfold(catalog: Catalog) -> Exercise:
    return catalog.lesson("sums/closing").of(Exercise)[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ProgressStore]:
    made = ProgressStore.open(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(Path(tmp_path_factory.mktemp("runs")))
    yield made
    made.close()


def hand_in(catalog: Catalog, store: ProgressStore, text: str, outcome: str = "passed") -> None:
    """What the learner has written for the first exercise, judged."""
    twice = catalog.lesson("sums/adding").of(Exercise)[0]
    Workspace().open("sums/adding", twice).save(text)
    made = AttemptMade(outcome=outcome, passed=1, checks=1, digest=digest(text))  # type: ignore[arg-type]
    store.record("sums/adding", "twice", made)


def test_the_learners_own_answer_is_imported(
    catalog: Catalog, fourfold: Exercise, store: ProgressStore, engine: Engine
) -> None:
    hand_in(catalog, store, "def twice(x):\n    return 2 * x\n")
    built = with_own_answers(fourfold, catalog, store)
    assert judge_attempt(built, BUILDS, engine.call).outcome == "passed"


def test_it_is_really_theirs_that_runs(
    catalog: Catalog, fourfold: Exercise, store: ProgressStore, engine: Engine
) -> None:
    hand_in(catalog, store, "def twice(x):\n    return 3 * x\n")
    built = with_own_answers(fourfold, catalog, store)
    assert judge_attempt(built, BUILDS, engine.call).outcome == "failed"


@pytest.mark.parametrize("outcome", ["failed", None])
def test_without_an_answer_that_passed_one_is_told_where_to_write_it(
    catalog: Catalog, fourfold: Exercise, store: ProgressStore, outcome: str | None
) -> None:
    if outcome:
        hand_in(catalog, store, ADDS, outcome)
    with pytest.raises(TutorError) as raised:
        with_own_answers(fourfold, catalog, store)
    assert "has not passed yet" in raised.value.reason
    assert "tutor check sums/adding:twice" in raised.value.next_step


def test_an_answer_that_was_changed_has_to_be_checked_again(
    catalog: Catalog, fourfold: Exercise, store: ProgressStore
) -> None:
    hand_in(catalog, store, ADDS)
    twice = catalog.lesson("sums/adding").of(Exercise)[0]
    Workspace().open("sums/adding", twice).save(ADDS + "# later\n")
    with pytest.raises(TutorError) as raised:
        with_own_answers(fourfold, catalog, store)
    assert "changed after it had passed" in raised.value.reason


def test_authors_prove_it_with_references(catalog: Catalog, fourfold: Exercise) -> None:
    built = with_references(fourfold, catalog)
    assert [used.source for used in built.uses] == [ADDS]


def test_an_exercise_that_does_not_exist_is_reported(tmp_path: Path, catalog: Catalog) -> None:
    file = tmp_path / "curriculum" / "sums" / "closing" / "lesson.md"
    file.write_text(file.read_text().replace("#twice", "#twicee"))
    [problem] = load_catalog(tmp_path / "curriculum").problems
    assert '"sums/adding#twicee" does not exist' in str(problem)
    assert "sums/adding#twice" in problem.fix


def test_nothing_is_looked_for_where_nothing_is_used(
    catalog: Catalog, fourfold: Exercise, store: ProgressStore
) -> None:
    alone = replace(fourfold, uses=())
    assert with_own_answers(alone, catalog, store) is alone
