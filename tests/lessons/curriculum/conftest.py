"""The runs of lessons are made as a worker makes them."""

from __future__ import annotations

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """More threads gain nothing with models this small, and lose much on a busy machine."""
    torch.set_num_threads(1)
