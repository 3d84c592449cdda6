"""Every lesson that is taught is sound, as far as reading can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.catalog import CURRICULUM, Catalog, load_catalog
from lessons.lint.curriculum import lint

WRITTEN = sorted(
    f"{file.parent.parent.name}/{file.parent.name}" for file in CURRICULUM.glob("*/*/lesson.md")
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.mark.parametrize("lesson_id", WRITTEN)
def test_the_lesson_has_no_findings(catalog: Catalog, lesson_id: str) -> None:
    assert [str(finding) for finding in lint(catalog, [lesson_id])] == []


def test_every_lesson_on_disk_is_taught(catalog: Catalog) -> None:
    assert sorted(lesson.id for lesson in catalog.lessons) == WRITTEN
    assert WRITTEN


def test_every_unit_has_its_own_place(catalog: Catalog) -> None:
    folders = sorted(file.parent.name for file in CURRICULUM.glob("*/unit.toml"))
    assert sorted(unit.id for unit in catalog.units) == folders
    assert all(isinstance(lesson.folder, Path) for lesson in catalog.lessons)
