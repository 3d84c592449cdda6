"""How labs were left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.layouts import MOST, Layout, LayoutStore

LEFT = Layout(view="surface", only="loss", smoothing=0.98, log_loss=True)


def test_a_layout_comes_back_in_the_next_visit(tmp_path: Path) -> None:
    LayoutStore(tmp_path).remember("unit/lesson", LEFT)
    again = LayoutStore(tmp_path)
    assert again.of("unit/lesson") == LEFT
    assert again.of("unit/other") == Layout()


@pytest.mark.parametrize("text", ["", "{", '{"unit/lesson": 3}', "[]"])
def test_a_damaged_file_is_passed_over_and_written_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "layouts.json").write_text(text)
    store = LayoutStore(tmp_path)
    assert store.of("unit/lesson") == Layout()
    store.remember("unit/lesson", LEFT)
    assert LayoutStore(tmp_path).of("unit/lesson") == LEFT


def test_a_folder_that_refuses_is_no_error(tmp_path: Path) -> None:
    store = LayoutStore(tmp_path / "layouts.json" / "no-folder")
    (tmp_path / "layouts.json").write_text("")
    store.remember("unit/lesson", LEFT)
    assert store.of("unit/lesson") == LEFT


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    store = LayoutStore(tmp_path)
    store._all().update({f"unit/{number}": LEFT for number in range(MOST)})
    store.remember("unit/newest", LEFT)
    assert store.of("unit/0") == Layout()
    assert store.of("unit/newest") == LEFT
