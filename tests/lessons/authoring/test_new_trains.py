"""A new lesson does not only read well: it trains, its answers are judged, wherever it lies."""

from __future__ import annotations

from pathlib import Path

from lessons.authoring.new_lesson import scaffold
from lessons.catalog import load_catalog
from lessons.lint.curriculum import lint
from tui.headless.lint_bench import EngineBench


def test_a_new_lesson_in_any_folder_is_proved_sound(tmp_path: Path) -> None:
    scaffold("unit/lesson", tmp_path / "curriculum")
    catalog = load_catalog(tmp_path / "curriculum")
    bench = EngineBench(tmp_path / "runs")
    try:
        assert [str(finding) for finding in lint(catalog, (), bench)] == []
    finally:
        bench.close()
    assert bench.made == 10
    assert bench.judged > 10
