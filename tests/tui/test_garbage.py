"""The garbage collector is kept out while the app starts, and never for longer."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from conftest import MakeApp

from tui.garbage import come_back, keep_out


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


async def test_it_comes_back_once_the_app_is_there(make_app: MakeApp) -> None:
    keep_out()
    assert not gc.isenabled()
    app = make_app()
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0


def test_nothing_is_frozen_where_it_was_not_kept_out() -> None:
    before = gc.get_freeze_count()
    come_back()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before
