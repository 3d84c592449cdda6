"""The record of a run outlives whoever wrote it, and says when it is not one."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import runs
from engine.errors import EngineError
from engine.eventlog import EventWriter
from engine.events import RunEnded, RunStarted, StepEnded
from engine.request import RunRequest
from engine.runfile import GROWTH, HEAD, PAGE, RunReader, RunWriter, dtype, read_rows
from engine.runs import CRASH, EVENTS, INFO, STEPS, RunStore

MANY = 3 * GROWTH // dtype(2, 3).itemsize


def event(step: int) -> StepEnded:
    """Different numbers for every step."""
    return StepEnded(
        step, step // 10, step / 3, (0.1 * step, 1.0), step + 0.5, step - 0.5, (step, 0.25, -1.0)
    )


def record(path: Path, steps: int) -> None:
    """A finished record."""
    with RunWriter(path, groups=2, layers=3) as writer:
        for step in range(1, steps + 1):
            writer.write(event(step), seconds=step / 1000)


def test_every_number_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "steps.bin"
    extremes = StepEnded(
        2**40, 2**33, float("nan"), (float("inf"), 5e-324), -float("inf"), 1e308, (1e38, 0.0, -0.0)
    )
    with RunWriter(path, groups=2, layers=3) as writer:
        writer.write(event(1), seconds=0.25)
        writer.write(extremes, seconds=0.5)
        assert writer.count == 2
    first, second = read_rows(path)
    assert first["step"] == 1
    assert (first["loss"], first["seconds"], first["grad_norm"]) == (1 / 3, 0.25, 1.5)
    assert (first["lr"].tolist(), first["layers"].tolist()) == ([0.1, 1.0], [1.0, 0.25, -1.0])
    assert (first["epoch"], first["applied_norm"]) == (0, 0.5)
    assert (second["step"], second["epoch"], second["applied_norm"]) == (2**40, 2**33, 1e308)
    assert np.isnan(second["loss"])
    assert second["grad_norm"] == -np.inf
    assert second["lr"].tolist() == [np.inf, 5e-324]


def test_the_fields_of_a_record_are_frozen() -> None:
    fields = dtype(2, 3)
    assert " ".join(fields.names or ()) == (
        "step epoch seconds loss lr grad_norm applied_norm layers"
    )
    assert fields.itemsize == 8 * (4 + 2 + 2) + 4 * 3


def test_a_record_grows_and_takes_no_more_room_than_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "steps.bin"
    record(path, MANY)
    rows = read_rows(path)
    assert rows["step"].tolist() == list(range(1, MANY + 1))
    assert rows["layers"][:, 0].tolist() == list(range(1, MANY + 1))
    assert path.stat().st_size == PAGE + MANY * dtype(2, 3).itemsize


@pytest.mark.parametrize("layers", [0, 1, 7, 400_000])
def test_records_of_any_size(tmp_path: Path, layers: int) -> None:
    path = tmp_path / "steps.bin"
    with RunWriter(path, groups=0, layers=layers) as writer:
        for step in (1, 2, 3):
            writer.write(StepEnded(step, 0, 0.5, (), 1.0, 1.0, (0.5,) * layers), seconds=0.0)
    assert read_rows(path)["step"].tolist() == [1, 2, 3]
    assert read_rows(path)["layers"].shape == (3, layers)


def test_a_reader_follows_while_the_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "steps.bin"
    reader = RunReader(path)
    assert reader.new_rows() is None
    seen: list[int] = []
    with RunWriter(path, groups=2, layers=3) as writer:
        for step in range(1, MANY + 1):
            writer.write(event(step), seconds=0.0)
            if step % 7001 == 1:
                rows = reader.new_rows()
                assert rows is not None
                seen += rows["step"].tolist()
                assert seen == list(range(1, step + 1))
    rows = reader.new_rows()
    assert rows is not None
    assert seen + rows["step"].tolist() == list(range(1, MANY + 1))
    rest = reader.new_rows()
    assert rest is not None
    assert len(rest) == 0
    reader.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from engine.events import StepEnded
from engine.runfile import RunWriter
writer = RunWriter(Path(sys.argv[1]), 1, 1)
for step in range(1, 30001):
    writer.write(StepEnded(step, 0, step / 2, (0.1,), 1.0, 1.0, (2.0,)), 0.0)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_recorded_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "steps.bin"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    rows = read_rows(path)
    assert rows["step"].tolist() == list(range(1, 30_001))
    assert rows["loss"][-1] == 15_000.0


# Damage


@pytest.mark.parametrize("missing", [1, dtype(2, 3).itemsize, 4 * dtype(2, 3).itemsize + 5])
def test_a_file_that_was_cut_off_has_the_whole_records_that_are_left(
    tmp_path: Path, missing: int
) -> None:
    path = tmp_path / "steps.bin"
    record(path, 10)
    os.truncate(path, path.stat().st_size - missing)
    left = 10 - -(-missing // dtype(2, 3).itemsize)
    assert read_rows(path)["step"].tolist() == list(range(1, left + 1))


@pytest.mark.parametrize(("head", "rows"), [(2**62, 10), (-5, 0), (4, 4)])
def test_a_damaged_counter_does_no_harm(tmp_path: Path, head: int, rows: int) -> None:
    path = tmp_path / "steps.bin"
    record(path, 10)
    with path.open("r+b") as file:
        file.seek(HEAD)
        file.write(head.to_bytes(8, "little", signed=True))
    assert read_rows(path)["step"].tolist() == list(range(1, rows + 1))


def header(text: bytes) -> bytes:
    """A first page."""
    return (b"TUTORRUN" + text).ljust(PAGE, b"\0")


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a".ljust(2 * PAGE, b"x"),
        header(b""),
        header(b"not json"),
        header(b"[]"),
        header(b"{}"),
        header(b"\xff\xff"),
        header(b'{"version": 1, "groups": 1}'),
        header(b'{"version": 1, "groups": "many", "layers": 1}'),
        header(b'{"version": 1, "groups": -1, "layers": 1}'),
        header(b'{"version": 2, "groups": 1, "layers": 1}'),
    ],
    ids=lambda content: repr(content[:50].rstrip(b"\0")),
)
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "steps.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="is not a run file"):
        read_rows(path)


@pytest.mark.parametrize("length", [0, 5, PAGE - 1])
def test_a_header_that_is_not_all_there_is_no_file_yet(tmp_path: Path, length: int) -> None:
    path = tmp_path / "steps.bin"
    record(path, 10)
    os.truncate(path, length)
    assert RunReader(path).new_rows() is None
    with pytest.raises(FileNotFoundError):
        read_rows(path)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="space cannot be reserved here")
@pytest.mark.parametrize("free", [0, 1, 2])
def test_a_full_disk_is_an_error_that_damages_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    path = tmp_path / "steps.bin"
    reserve, left = os.posix_fallocate, free

    def posix_fallocate(descriptor: int, offset: int, size: int) -> None:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left -= 1
        reserve(descriptor, offset, size)

    monkeypatch.setattr(os, "posix_fallocate", posix_fallocate)
    with pytest.raises(OSError, match="No space left") as raised:
        record(path, MANY)
    assert raised.value.errno == errno.ENOSPC
    steps = read_rows(path)["step"].tolist()
    assert steps == list(range(1, len(steps) + 1))
    size = dtype(2, 3).itemsize
    assert free * GROWTH // size - 60 <= len(steps) <= free * (GROWTH // size + 2)


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.EINVAL])
def test_where_space_cannot_be_reserved_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def posix_fallocate(descriptor: int, offset: int, size: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "posix_fallocate", posix_fallocate, raising=False)
    path = tmp_path / "steps.bin"
    record(path, MANY)
    assert read_rows(path)["step"].tolist() == list(range(1, MANY + 1))


# All runs

REQUEST = RunRequest(
    recipe="lab:valley",
    parameters=(("lr", 0.1), ("nesterov", True), ("name", "θ"), ("depth", 3)),
    seed=3,
    device="cpu",
    steps=7,
    name="heavy_ball",
    origin="optimizers/momentum",
    start_paused=True,
    steps_per_second=20.0,
)


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """An empty one, whose folder is not there yet."""
    return RunStore(tmp_path / "deep" / "runs")


def finished(store: RunStore, steps: int = 5) -> str:
    """A run that is recorded to its end."""
    info = store.create(REQUEST)
    record(store.folder(info.run) / STEPS, steps)
    log = EventWriter(store.folder(info.run) / EVENTS)
    log.write(STARTED)
    log.write(ENDED)
    log.close()
    return info.run


STARTED = RunStarted(
    run="r",
    device="cpu",
    parameters=2,
    steps=5,
    steps_per_epoch=0,
    layers=("theta",),
    groups=2,
    optimizer="SGD",
)
ENDED = RunEnded(status="finished", steps=5, seconds=0.5)


def test_a_run_is_found_again_with_all_it_said(store: RunStore) -> None:
    run = finished(store)
    stored = store.load(run)
    assert stored.info == store.info(run)
    assert stored.info.request == REQUEST
    assert [type(value) for _, value in stored.info.request.parameters] == [float, bool, str, int]
    assert stored.rows["step"].tolist() == [1, 2, 3, 4, 5]
    assert (stored.started, stored.ended) == (STARTED, ENDED)


def test_a_run_that_was_cut_off_is_found_too(store: RunStore) -> None:
    info = store.create(REQUEST)
    record(store.folder(info.run) / STEPS, 2)
    stored = store.load(info.run)
    assert (stored.started, stored.ended, stored.events) == (None, None, ())
    assert len(stored.rows) == 2


def test_runs_come_in_the_order_of_their_creation(store: RunStore) -> None:
    assert list(store) == []
    made = [store.create(dataclasses.replace(REQUEST, seed=seed)) for seed in range(20)]
    assert list(store) == made
    assert len({info.run for info in made}) == 20


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"run": 3}', b"\xff"])
def test_a_damaged_run_is_passed_over_and_says_so_when_asked(
    store: RunStore, damage: bytes
) -> None:
    good, bad = finished(store), finished(store)
    (store.folder(bad) / INFO).write_bytes(damage)
    assert [info.run for info in store] == [good]
    for ask in (store.info, store.load):
        with pytest.raises(EngineError) as raised:
            ask(bad)
        assert bad in raised.value.problem.title
        assert raised.value.problem.next_step


def test_a_run_without_steps_says_so(store: RunStore) -> None:
    missing, foreign = finished(store), finished(store)
    (store.folder(missing) / STEPS).unlink()
    (store.folder(foreign) / STEPS).write_bytes(b"x" * PAGE)
    for run in (missing, foreign):
        with pytest.raises(EngineError) as raised:
            store.load(run)
        assert raised.value.problem.title == f"Run {run} has no steps"


def test_a_run_that_is_not_there_says_so(store: RunStore) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        store.load("20200101-000000-000000-beef")


def test_a_deleted_run_is_gone_and_only_that_one(store: RunStore) -> None:
    kept, gone = finished(store), finished(store)
    store.delete(gone)
    for name in (gone, "", ".", "..", "../runs", str(store.folder(kept))):
        store.delete(name)
    assert [info.run for info in store] == [kept]
    assert not store.folder(gone).exists()
    assert len(store.load(kept).rows) == 5


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EngineError) as raised:
        RunStore(tmp_path / "file").create(REQUEST)
    problem = raised.value.problem
    assert problem.title == "The run could not be stored"
    assert str(tmp_path / "file") in problem.reason
    assert "TUTOR_HOME" in problem.next_step


def test_names_and_keys_on_disk_are_frozen(store: RunStore) -> None:
    assert (INFO, STEPS, EVENTS, CRASH) == (
        "run.json",
        "steps.bin",
        "events.jsonl",
        "crash.log",
    )
    info = store.create(REQUEST)
    fields = json.loads((store.folder(info.run) / runs.INFO).read_bytes())
    assert " ".join(fields) == "run request created version"
    assert " ".join(fields["request"]) == (
        "recipe parameters changes seed device steps name origin start_paused steps_per_second "
        "fork snapshot_every"
    )
