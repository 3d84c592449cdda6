"""Data lie where TUTOR_HOME says, or where the platform keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons import paths


def test_tutor_home_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "here"))
    assert paths.data_folder() == tmp_path / "here"
    assert paths.runs_folder() == tmp_path / "here" / "runs"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_platform_decides(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("TUTOR_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("TUTOR_HOME", value)
    assert paths.data_folder().name == "tutor"
    assert paths.data_folder().is_absolute()


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", "~/lessons")
    assert paths.data_folder() == Path.home() / "lessons"
