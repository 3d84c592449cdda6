"""Every fault of the table is survived: nothing acknowledged is lost, and the learner is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("played with fork and signals", allow_module_level=True)

from progress_faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_survived(fault: Callable[[Path], str], tmp_path: Path) -> None:
    assert fault(tmp_path / "data")
