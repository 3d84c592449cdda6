"""One engine, warm, for all tests of a test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from engine.client import Engine
from engine.launcher import ForkingLauncher


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """As in a worker: a sum in two threads may differ in its last bit."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Runs in workers that are forked from a server with torch loaded."""
    engine = Engine(tmp_path_factory.mktemp("runs"), ForkingLauncher())
    engine.warm()
    yield engine
    engine.close()
