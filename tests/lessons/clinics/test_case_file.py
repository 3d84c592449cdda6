"""What an author may write in a case, and what he is told where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.clinics.case_file import load_case
from lessons.clinics.ward import CASES, load_ward
from lessons.errors import LessonError, UnknownName

TEXT = (CASES / "wild_swings" / "case.md").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    """A case with that text."""
    place = folder / "strange"
    place.mkdir()
    (place / "case.md").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('fault = "rate_too_high"', 'fault = "rate_too_hih"', 'Did you mean "rate_too_high"'),
        ("\nrate_too_high = ", "\nrate_to_high = ", 'Did you mean "rate_too_high"'),
        ('does = "step_size"', 'does = "step_sise"', 'Did you mean "step_size"'),
        ('group = "It blows up"', 'group = "It blows"', 'Did you mean "It blows up"'),
        ('leaves = ["rate_too_high"]', 'leaves = ["momentum"]', "would not show this"),
        ("## Explanation", "## The end", "needs a complaint and an explanation"),
        ("minutes = 7", "minutes = 700", "minutes"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    with pytest.raises(LessonError, match=told.replace("(", r"\(")):
        load_case(written(tmp_path, TEXT.replace(old, new)))


def test_a_case_needs_a_trial_that_decides(tmp_path: Path) -> None:
    vague = TEXT.replace('leaves = ["rate_too_high"]', 'leaves = ["rate_too_high", "momentum"]')
    with pytest.raises(LessonError, match="no trial tells the fault"):
        load_case(written(tmp_path, vague))


def test_a_broken_case_does_not_hide_the_others(tmp_path: Path) -> None:
    written(tmp_path, "no front matter")
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "case.md").write_text(TEXT, encoding="utf-8")
    ward = load_ward(tmp_path)
    assert [case.id for case in ward.cases] == ["whole"]
    assert len(ward.problems) == 1
    with pytest.raises(UnknownName):
        ward.case("strange")


def test_the_order_of_the_file_gives_nothing_away(tmp_path: Path) -> None:
    case = load_case(written(tmp_path, TEXT))
    assert [one.name for one in case.suspects] == sorted(one.name for one in case.suspects)
    assert [one.ask for one in case.trials] == sorted(one.ask for one in case.trials)
