"""The run of the playground as a program, and its lines that decide a part of an update."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.study.parts import PARTS, Part
from lessons import playground
from lessons.catalog import Catalog
from tui.lab.play_code import deciding_settings, play_code

EMPTY = Catalog(units=(), problems=())
SHARE = "playground?schedule=step&schedule.every=50&clip=1"


def program() -> str:
    request = playground.request(playground.parse(SHARE, EMPTY), EMPTY)
    return play_code(request, SHARE)


def test_it_compiles_and_says_what_makes_it() -> None:
    code = program()
    compile(code, str(Path("play.py")), "exec")
    assert code.startswith(f"# tutor run '{SHARE}'\n")
    request = playground.request(playground.Play(), EMPTY)
    assert "tutor run" not in play_code(request, "")


@pytest.mark.parametrize(
    ("part", "setting"),
    [
        ("forward", "'model': "),
        ("loss", "'loss': "),
        ("clip", "'clip': "),
        ("optimizer", "'lr': "),
        ("schedule", "'schedule': "),
    ],
)
def test_each_part_is_decided_by_its_settings(part: Part, setting: str) -> None:
    code = program()
    lines = code.splitlines()
    marked = [lines[number - 1].strip() for number in deciding_settings(code, part)]
    assert any(line.startswith(setting) for line in marked)
    others = [line for line in marked if not line.startswith("'")]
    assert others == []


def test_no_setting_decides_what_every_update_does() -> None:
    code = program()
    assert [part for part in PARTS if not deciding_settings(code, part)] == [
        "zero_grad",
        "backward",
    ]
