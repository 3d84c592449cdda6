"""Lessons that have not changed are not parsed again, and nothing depends on that."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_curriculum import LESSON, write_lesson

from lessons.catalog import Catalog, load_catalog
from lessons.paths import HOME_VARIABLE
from lessons.reading import documents
from lessons.reading.cache import CACHE_VARIABLE, Kept, cache_folder
from lessons.reading.sources import FOLDERS_VARIABLE

LONG_AGO = time.time() - 1000


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of lessons that was written a while ago, and an empty cache."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv(FOLDERS_VARIABLE, str(tmp_path / "mine"))
    aged(write_lesson(tmp_path / "mine", name="adam") / "lesson.md")
    return tmp_path / "mine"


def aged(file: Path, seconds: float = 0) -> None:
    os.utime(file, (LONG_AGO + seconds, LONG_AGO + seconds))


def read(monkeypatch: pytest.MonkeyPatch) -> tuple[Catalog, list[str]]:
    """The curriculum, and which of its lessons were parsed."""
    parsed = []
    split = documents.split

    def noticed(text: str, file: Path) -> object:
        parsed.append(file.parent.name)
        return split(text, file)

    with monkeypatch.context() as patch:
        patch.setattr(documents, "split", noticed)
        return load_catalog(), parsed


def test_what_has_not_changed_is_not_parsed_and_is_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, parsed = read(monkeypatch)
    assert "adam" in parsed
    assert "momentum" in parsed
    again, parsed = read(monkeypatch)
    assert parsed == []
    assert again == first
    assert again.problems == ()


def test_what_was_saved_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch)
    file = root / "optimizers" / "adam" / "lesson.md"
    file.write_text(LESSON.replace('title = "Momentum"', 'title = "Adam"'), encoding="utf-8")
    aged(file, seconds=1)
    catalog, parsed = read(monkeypatch)
    assert parsed == ["adam"]
    assert catalog.lesson("optimizers/adam").title == "Adam"
    assert read(monkeypatch)[1] == []


def test_what_was_saved_a_moment_ago_is_not_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "optimizers" / "adam" / "lesson.md").write_text(LESSON, encoding="utf-8")
    assert "adam" in read(monkeypatch)[1]
    assert read(monkeypatch)[1] == ["adam"]


def test_an_error_is_explained_from_the_file_each_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "optimizers" / "adam" / "lesson.md"
    file.write_text(LESSON.replace("minutes = 12", 'minutes = "twelve"'), encoding="utf-8")
    aged(file)
    said = [str(problem) for problem in read(monkeypatch)[0].problems]
    assert "whole number" in said[0]
    catalog, parsed = read(monkeypatch)
    assert parsed == ["adam"]
    assert [str(problem) for problem in catalog.problems] == said


@pytest.mark.parametrize("damage", ["", "short", "flipped", "longer", "other"])
def test_a_damaged_cache_was_never_there(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    first, _ = read(monkeypatch)
    files = sorted((tmp_path / "cache").iterdir())
    assert len(files) == 3
    for file in files:
        data = file.read_bytes()
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        damaged = {"": b"", "short": data[:20], "flipped": flipped, "longer": data + b"x"}
        file.write_bytes(damaged.get(damage, files[0].read_bytes()))
    again, _ = read(monkeypatch)
    assert again == first
    assert read(monkeypatch)[1] == []


def test_another_parser_parses_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(monkeypatch)
    monkeypatch.setattr(documents, "BLOCK_TYPES", ("poem", *documents.BLOCK_TYPES))
    assert "adam" in read(monkeypatch)[1]


def test_a_cache_that_cannot_be_written_is_done_without(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    first, _ = read(monkeypatch)
    assert read(monkeypatch)[0] == first


def test_where_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert cache_folder() is None
    assert Kept("x", int).read() is None
    Kept("x", int).write(1)
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path / "cache"
    Kept("x", int).write(1)
    assert Kept("x", int).read() == 1
    assert Kept("x", str).read() is None
    monkeypatch.delenv(HOME_VARIABLE)
    folder = cache_folder()
    assert folder is not None
    assert folder.name == "tutor"


def test_a_kept_curriculum_loads_no_markdown_parser(root: Path, tmp_path: Path) -> None:
    code = "import sys; from lessons.catalog import load_catalog; load_catalog(); "
    code += "print('markdown_it' in sys.modules, 'importlib.metadata' in sys.modules)"
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert said[-1].stdout.split() == ["False", "False"]
