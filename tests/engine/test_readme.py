"""What the README shows can be typed in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_code_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), names)
    said = capsys.readouterr().out
    assert "RunEnded(status='finished'" in said
    assert "steepest" in said
    assert "zero_grad" in said
    again, other = names["again"], names["other"]
    assert repr(again) != repr(other)
    assert len(BLOCKS) == 3
