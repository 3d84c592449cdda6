"""Several learners on one machine: each has a folder, and names cannot lead anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import paths
from lessons.errors import BadValue
from lessons.progress.profiles import learners
from lessons.progress.store import ProgressStore


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.setenv("TUTOR_PROFILE", "")


def test_each_learner_has_a_folder(tmp_path: Path) -> None:
    assert (paths.current_profile(), paths.data_folder()) == ("default", tmp_path)
    paths.use_profile("Ada")
    assert paths.data_folder() == tmp_path / "profiles" / "Ada"
    assert paths.runs_folder() == tmp_path / "profiles" / "Ada" / "runs"
    paths.use_profile("DEFAULT")
    assert paths.data_folder() == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_spelt_as_its_folder_is(tmp_path: Path) -> None:
    (tmp_path / "profiles" / "Ada").mkdir(parents=True)
    (tmp_path / "profiles" / ".hidden").mkdir()
    assert paths.profile_name("ada") == "Ada"
    assert paths.profile_name(" Bea ") == "Bea"
    assert paths.profile_names() == ("Ada",)


@pytest.mark.parametrize(
    "name",
    [
        "..",
        ".",
        "a/b",
        "a\\b",
        "/x",
        "",
        "  ",
        ".x",
        "-x",
        "a" * 41,
        "a\x00",
        "a\nb",
        "CON",
        "lpt1",
    ],
)
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(BadValue):
        paths.profile_name(name)


@given(st.text(max_size=50))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        kept = paths.profile_name(name)
    except BadValue:
        return
    folder = paths.profiles_folder()
    assert (folder / kept).parent == folder
    assert kept == paths.profile_name(kept)


def test_learners_are_listed_with_what_they_did(tmp_path: Path) -> None:
    store = ProgressStore.open(tmp_path / "profiles" / "Ada")
    store.mark_done("a/b")
    store.mark_done("c/d")
    store.reset_lesson("c/d")
    store.close()
    (tmp_path / "profiles" / "broken").mkdir()
    (tmp_path / "profiles" / "broken" / "progress.db").write_bytes(b"noise" * 100)
    paths.use_profile("new")
    found = {one.name: one for one in learners()}
    assert list(found) == ["default", "Ada", "broken", "new"]
    assert [one.name for one in found.values() if one.current] == ["new"]
    assert (found["Ada"].done, found["default"].last_used) == (1, None)
    assert found["Ada"].last_used is not None
    assert (found["broken"].done, found["new"].last_used) == (0, None)
    assert not found["new"].folder.exists()
