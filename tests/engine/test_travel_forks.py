"""Forks in workers: exact continuations, forks of forks, forgetful optimisers, lost snapshots."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from recipes import of

from engine.client import Engine
from engine.errors import EngineError
from engine.events import LogLine, Probed, RunStarted, SnapshotTaken
from engine.request import RunRequest
from engine.runs import SNAPSHOTS, StoredRun
from engine.session import Session
from engine.travel import Fork

PARENT = RunRequest(
    recipe="recipes:moons",
    parameters=(("model", "dropping"), ("momentum", 0.9)),
    device="cpu",
    snapshot_every=8,
    steps=30,
)


def followed(engine: Engine, request: RunRequest) -> Session:
    """A session that is over."""
    session = engine.start(request)
    deadline = time.monotonic() + 60
    while session.ended is None and time.monotonic() < deadline:
        session.wait(0.05)
        session.poll()
    return session


def made(engine: Engine, request: RunRequest) -> StoredRun:
    """The finished run of a request."""
    return engine.runs.load(followed(engine, request).info.run)


@pytest.fixture(scope="module")
def parent(engine: Engine) -> StoredRun:
    """A run with snapshots at 0, 8, 16, 24 and 30."""
    return made(engine, PARENT)


def losses(run: StoredRun) -> list[float]:
    """Of every step."""
    return run.rows["loss"].tolist()


def test_the_store_knows_snapshots_and_parents(engine: Engine, parent: StoredRun) -> None:
    run = parent.info.run
    assert engine.runs.snapshots(run) == (0, 8, 16, 24, 30)
    assert engine.runs.snapshots("never-was") == ()
    child = made(engine, replace(PARENT, fork=Fork(run, 16)))
    assert parent.info.parent is None
    assert child.info.parent == run
    assert child.info.run in [info.run for info in engine.runs.forks(run)]


def test_a_fork_of_a_fork_goes_on_when_the_eldest_is_gone(engine: Engine) -> None:
    """A fork keeps the point it began at, so that it does not need its parent any more."""
    eldest = made(engine, PARENT)
    child = made(engine, replace(PARENT, fork=Fork(eldest.info.run, 8)))
    assert of(SnapshotTaken, child.events)[0].step == 8
    line = engine.runs.lineage(child.info)
    assert [one.info.run for one in line] == [eldest.info.run]
    engine.runs.delete(eldest.info.run)
    assert engine.runs.lineage(child.info) == ()
    grandchild = made(engine, replace(PARENT, fork=Fork(child.info.run, 8)))
    assert losses(grandchild) == losses(child) == losses(eldest)[8:]
    assert of(RunStarted, grandchild.events)[0].first_step == 8
    assert [one.info.run for one in engine.runs.lineage(grandchild.info)] == [child.info.run]


def test_the_optimizer_may_forget(engine: Engine, parent: StoredRun) -> None:
    run = parent.info.run
    forgetful = made(engine, replace(PARENT, fork=Fork(run, 16, keep_optimizer=False)))
    assert "starts afresh" in of(LogLine, forgetful.events)[0].text
    assert losses(forgetful)[0] == losses(parent)[16]  # the same weights, the same batch
    assert losses(forgetful)[2:] != losses(parent)[18:]


def test_a_damaged_snapshot_is_called_so(engine: Engine) -> None:
    run = made(engine, PARENT).info.run
    (engine.runs.folder(run) / SNAPSHOTS / "000000016.pt").write_bytes(b"not a snapshot")
    ended = followed(engine, replace(PARENT, fork=Fork(run, 16))).ended
    assert ended is not None
    assert ended.status == "failed"
    assert ended.problem is not None
    assert ended.problem.title == "Snapshot 000000016.pt cannot be read"
    assert "another snapshot" in ended.problem.next_step


def test_probes_look_again_exactly_at_a_snapshot(engine: Engine) -> None:
    """What they see there is what they saw when the run passed it."""
    asked = replace(PARENT, parameters=(("probed", True),))
    run = made(engine, asked)
    seen = {event.step: event.seen for event in of(Probed, run.events)}
    last = max(seen)
    (again,) = engine.look_back(asked, Fork(run.info.run, last))
    assert again.step == last == 30
    assert again.seen == seen[last]
    (before,) = engine.look_back(asked, Fork(run.info.run, 16))
    assert before.step == 16
    assert before.seen != again.seen
    with pytest.raises(EngineError, match="no snapshot to go on from"):
        engine.look_back(asked, Fork("never-was", 3))
