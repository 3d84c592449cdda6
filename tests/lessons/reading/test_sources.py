"""Lessons come from packages and folders too: they are added, told apart, and break nothing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_curriculum import LAB_PY, LESSON, write_lesson

from engine.errors import EngineError
from engine.references import resolve
from lessons.catalog import load_catalog
from lessons.lint.curriculum import lint
from lessons.reading import installed as packages
from lessons.reading.cache import CACHE_VARIABLE
from lessons.reading.lesson_file import load_lesson
from lessons.reading.lesson_folder import lesson_named, named_folder
from lessons.reading.sources import FOLDERS_VARIABLE, OWN, all_sources, open_folder, source_at
from tui.headless.lint_bench import EngineBench

SITE = Path(__file__).parent / "foreign" / "site"
PACKAGE = "wellen_lehre"


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of somebody else's, installed; its folder."""
    shutil.copytree(SITE, tmp_path / "site")
    monkeypatch.syspath_prepend(tmp_path / "site")
    yield tmp_path / "site" / PACKAGE
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_the_lessons_of_a_package_come_after_ours_and_say_where_they_are_from(
    foreign: Path,
) -> None:
    catalog = load_catalog()
    assert catalog.problems == ()
    assert catalog.units[-1].id == "wellen"
    lesson = catalog.lesson("wellen/erste_welle")
    assert lesson.provider == "wellen-lehre 1.2"
    assert lesson.lab.recipe == "wellen_lehre.kurse.wellen.erste_welle.lab:schale"
    assert {other.provider for other in catalog.lessons} == {"", "wellen-lehre 1.2"}
    assert PACKAGE not in sys.modules


def test_a_foreign_lesson_is_proved_in_workers(foreign: Path, tmp_path: Path) -> None:
    bench = EngineBench(tmp_path / "runs")
    try:
        assert list(map(str, lint(load_catalog(), ["wellen/erste_welle"], bench))) == []
    finally:
        bench.close()
    assert bench.made == 10


def test_a_package_without_its_lessons_is_reported_and_the_rest_is_there(foreign: Path) -> None:
    ours = load_catalog(OWN.root)
    shutil.rmtree(foreign / "kurse")
    (problem,) = load_catalog().problems
    assert 'wellen-lehre 1.2 announces lessons in "wellen_lehre.kurse"' in str(problem)
    assert "Install wellen-lehre again" in problem.fix
    assert problem.file.name == "entry_points.txt"
    assert problem.file.exists()
    shutil.rmtree(foreign)
    catalog = load_catalog()
    assert len(catalog.problems) == 1
    assert catalog.units == ours.units


def test_a_broken_lesson_of_a_package_breaks_nothing_else(foreign: Path) -> None:
    (foreign / "kurse" / "wellen" / "erste_welle" / "lesson.md").write_text("nothing\n")
    catalog = load_catalog()
    (problem,) = catalog.problems
    assert "front matter" in str(problem)
    assert catalog.lesson("optimizers/momentum")


def test_what_is_installed_is_looked_up_again_once_something_was(
    foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    (one,) = packages.announced()
    assert one.package == "wellen_lehre.kurse"
    monkeypatch.setattr(packages, "asked", lambda: pytest.fail("nothing was installed"))
    assert packages.announced() == (one,)
    monkeypatch.setattr(packages, "asked", lambda: iter(()))
    shutil.rmtree(tmp_path / "site" / "wellen_lehre-1.2.dist-info")
    os.utime(tmp_path / "site", ns=(1, 1))
    assert packages.announced() == ()


def test_a_folder_is_opened_and_adds_to_a_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lesson(tmp_path / "mine", name="adam")
    monkeypatch.setenv(FOLDERS_VARIABLE, "")
    open_folder(tmp_path / "mine")
    open_folder(tmp_path / "mine")
    assert os.environ[FOLDERS_VARIABLE] == str(tmp_path / "mine")
    catalog = load_catalog()
    assert catalog.problems == ()
    unit = catalog.unit("optimizers")
    assert [lesson.id for lesson in unit.lessons][-1] == "optimizers/adam"
    assert unit.title == load_catalog(OWN.root).unit("optimizers").title
    lesson = catalog.lesson("optimizers/adam")
    assert lesson.provider == str(tmp_path / "mine")
    assert lesson.lab.recipe == f"{lesson.folder / 'lab.py'}:valley"
    assert resolve(lesson.lab.recipe).__doc__ == "Descend."


def test_a_lesson_that_exists_keeps_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lesson(tmp_path)
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path))
    catalog = load_catalog()
    (problem,) = catalog.problems
    assert 'there is a lesson "optimizers/momentum" already, from tutor itself' in str(problem)
    assert catalog.lesson("optimizers/momentum").folder.is_relative_to(OWN.root)


@pytest.mark.parametrize(("name", "words"), [("", "no lessons in this"), ("no", "no such folder")])
def test_a_folder_without_lessons_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path / name))
    assert [words in str(problem) for problem in all_sources().problems] == [True]
    assert load_catalog().units == load_catalog(OWN.root).units


# Code that lies in no package


def test_code_is_found_by_its_file_and_each_file_is_a_module_of_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lab.py").write_text(f'def said():\n    return "{name}"\n')
    assert resolve(f"{tmp_path / 'one' / 'lab.py'}:said")() == "one"
    assert resolve(f"{tmp_path / 'two' / 'lab.py'}:said")() == "two"


@pytest.mark.parametrize("reference", ["nowhere.py:f", "lab.py:missing", "imports.py:f"])
def test_code_that_is_not_there_is_explained(tmp_path: Path, reference: str) -> None:
    (tmp_path / "lab.py").write_text("x = 1\n")
    (tmp_path / "imports.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(EngineError, match="There is no"):
        resolve(f"{tmp_path}/{reference}")
    with pytest.raises(EngineError, match="There is no"):  # and it is not half there either
        resolve(f"{tmp_path}/{reference}")


# A lesson named by its folder


def test_a_lesson_may_be_named_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")
    folder = write_lesson(tmp_path / "mine", name="adam")
    monkeypatch.chdir(tmp_path / "mine" / "optimizers")
    for text in ("adam", "./adam", "adam/", "adam/lesson.md", str(folder)):
        assert named_folder(text) == folder
    assert named_folder("optimizers/momentum") is None
    assert lesson_named("optimizers/momentum") == "optimizers/momentum"
    assert os.environ[FOLDERS_VARIABLE] == ""
    assert lesson_named("./adam") == "optimizers/adam"
    assert load_catalog().lesson("optimizers/adam").folder == folder


def test_ours_may_be_named_by_its_folder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS_VARIABLE, "")
    assert lesson_named(str(OWN.root / "optimizers" / "momentum")) == "optimizers/momentum"
    assert os.environ[FOLDERS_VARIABLE] == ""
    assert source_at(OWN.root) is OWN


def test_a_lesson_of_a_folder_names_its_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "optimizers" / "momentum"
    folder.mkdir(parents=True)
    (folder / "lesson.md").write_text(LESSON)
    (folder / "lab.py").write_text(LAB_PY)
    lesson = load_lesson(folder, "optimizers/momentum", source_at(tmp_path))
    assert lesson.lab.recipe == f"{folder}/lab.py:valley"
