"""Everything sound in the curriculum loads; everything else is reported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_curriculum import FRONT, LESSON, UNIT, write_lesson

from lessons.catalog import load_catalog
from lessons.errors import UnknownName
from lessons.topics import load_topics


def requiring(*lessons: str, title: str = "Momentum") -> str:
    listed = ", ".join(f'"{lesson}"' for lesson in lessons)
    return LESSON.replace("requires = []", f"requires = [{listed}]").replace("Momentum", title, 1)


def test_units_come_in_their_order(tmp_path: Path) -> None:
    for unit, order in (("a", 8), ("b", 6), ("c", 7)):
        write_lesson(tmp_path, unit=unit)
        text = UNIT.replace("order = 7", f"order = {order}")
        (tmp_path / unit / "unit.toml").write_text(text)
    catalog = load_catalog(tmp_path)
    assert [unit.id for unit in catalog.units] == ["b", "c", "a"]
    assert [lesson.id for lesson in catalog.lessons] == ["b/momentum", "c/momentum", "a/momentum"]
    assert catalog.problems == ()


def test_lessons_come_in_the_order_of_their_unit(tmp_path: Path) -> None:
    for name in ("alpha", "beta", "gamma"):
        write_lesson(tmp_path, name=name)
    names = 'lessons = ["gamma", "alpha", "beta"]'
    (tmp_path / "optimizers/unit.toml").write_text(UNIT.replace('lessons = ["momentum"]', names))
    catalog = load_catalog(tmp_path)
    assert [lesson.id.partition("/")[2] for lesson in catalog.lessons] == ["gamma", "alpha", "beta"]
    following = catalog.after("optimizers/gamma")
    assert following is not None
    assert following.id == "optimizers/alpha"
    assert catalog.after("optimizers/beta") is None


def test_a_broken_lesson_is_a_problem_and_the_rest_loads(tmp_path: Path) -> None:
    write_lesson(tmp_path, name="alpha")
    write_lesson(tmp_path, "no front matter", name="beta")
    write_lesson(tmp_path, requiring("optimizers/beta"), name="gamma")
    catalog = load_catalog(tmp_path)
    assert [lesson.id for lesson in catalog.lessons] == ["optimizers/alpha", "optimizers/gamma"]
    (problem,) = catalog.problems
    assert problem.file.parent.name == "beta"


@pytest.mark.parametrize("text", [None, "title = ", 'title = "x"\n', b"\xff"])
def test_a_broken_unit_is_a_problem(tmp_path: Path, text: str | bytes | None) -> None:
    write_lesson(tmp_path, unit="good")
    write_lesson(tmp_path, unit="bad")
    file = tmp_path / "bad/unit.toml"
    file.unlink()
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    catalog = load_catalog(tmp_path)
    assert [unit.id for unit in catalog.units] == ["good"]
    assert [problem.file for problem in catalog.problems] == [file]


def test_lessons_listed_but_missing_and_there_but_unlisted_are_problems(tmp_path: Path) -> None:
    write_lesson(tmp_path, name="alpha")
    (tmp_path / "optimizers/unit.toml").write_text(UNIT.replace("momentum", "beta"))
    messages = [str(problem) for problem in load_catalog(tmp_path).problems]
    assert len(messages) == 2
    assert "beta/lesson.md:1: the lesson cannot be read" in messages[0]
    assert 'unit.toml:1: lessons: the lesson "alpha" is not listed' in messages[1]


def test_a_lesson_listed_twice_is_there_once(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    twice = UNIT.replace('"momentum"', '"momentum", "momentum"')
    (tmp_path / "optimizers/unit.toml").write_text(twice)
    catalog = load_catalog(tmp_path)
    assert len(catalog.lessons) == 1
    assert ["listed twice" in problem.message for problem in catalog.problems] == [True]


def test_a_folder_that_cannot_be_imported_is_a_problem(tmp_path: Path) -> None:
    write_lesson(tmp_path, name="heavy-ball")
    (problem,) = load_catalog(tmp_path).problems
    assert '"optimizers/heavy-ball" cannot be the id' in problem.message


def test_strange_names_in_requires_and_covers_are_problems(tmp_path: Path) -> None:
    write_lesson(tmp_path, requiring("optimizers/beto").replace('"07.3"', '"07.33"'), name="alpha")
    write_lesson(tmp_path, name="beta")
    first, second = load_catalog(tmp_path).problems
    assert (first.key, first.fix) == ("requires", 'Did you mean "optimizers/beta"?')
    assert (second.key, second.line) == ("covers", 6)
    assert '"07.33" does not exist' in second.message


def test_lessons_that_require_each_other_are_a_problem(tmp_path: Path) -> None:
    write_lesson(tmp_path, requiring("optimizers/gamma"), name="alpha")
    write_lesson(tmp_path, requiring("optimizers/alpha"), name="beta")
    write_lesson(tmp_path, requiring("optimizers/beta"), name="gamma")
    catalog = load_catalog(tmp_path)
    assert len(catalog.lessons) == 3
    (problem,) = catalog.problems
    assert "require each other" in problem.message
    assert all(name in problem.message for name in ("alpha", "beta", "gamma"))


def test_a_lesson_may_not_require_itself(tmp_path: Path) -> None:
    write_lesson(tmp_path, requiring("optimizers/momentum"))
    (problem,) = load_catalog(tmp_path).problems
    assert "require each other" in problem.message


@pytest.mark.parametrize("asked", ["optimizers/momentun", "momentum", "optimisers/momentum"])
def test_the_nearest_lesson_is_named(tmp_path: Path, asked: str) -> None:
    write_lesson(tmp_path)
    with pytest.raises(UnknownName) as caught:
        load_catalog(tmp_path).lesson(asked)
    assert caught.value.nearest == "optimizers/momentum"
    assert 'Did you mean "optimizers/momentum"?' in str(caught.value)


def test_an_empty_folder_is_an_empty_catalog(tmp_path: Path) -> None:
    assert load_catalog(tmp_path).units == ()
    assert load_catalog(tmp_path / "nowhere").units == ()
    with pytest.raises(UnknownName):
        load_catalog(tmp_path).lesson("a/b")


def test_every_topic_has_its_own_id_in_its_module() -> None:
    topics = load_topics()
    ids = [topic.id for topic in topics]
    assert (ids[0], ids[-1], len(ids), len(set(ids))) == ("00.1", "23.6", 202, 202)
    numbers = [tuple(int(part) for part in id_.split(".")) for id_ in ids]
    assert numbers == sorted(numbers)
    assert len({topic.module for topic in topics}) == 24


def test_reading_lessons_loads_neither_torch_nor_numpy() -> None:
    code = (
        "import sys, lessons.catalog, lessons.flow, lessons.progress.store, lessons.lab,"
        " lessons.questions.settling, lessons.lint.curriculum, lessons.authoring.new_lesson,"
        " lessons.share, lessons.questions.grading, lessons.paths;"
        "lessons.catalog.load_catalog();"
        "print([name for name in ('torch', 'numpy', 'textual', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_front_matter_of_the_fixture_is_what_the_tests_assume() -> None:
    assert FRONT.split("\n")[5].startswith("covers")
