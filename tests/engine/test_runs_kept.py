"""Runs that are kept: noted, discarded, brought back, listed, cleaned up."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_runs import BROKEN, NOW, keep_run

from engine import runs_index
from engine.annotations import (
    ANNOTATIONS,
    NONE,
    Annotations,
    name_in,
    read_notes,
    tags_in,
    write_notes,
)
from engine.cleaning import (
    Rule,
    Sweep,
    bring_all_back,
    carry_out,
    discard_all,
    disk_use,
    made_at,
    sweep,
)
from engine.errors import EngineError
from engine.eventlog import EventWriter
from engine.events import Evaluated, RunEnded, StepEnded
from engine.exporting.stored import export
from engine.request import RunRequest
from engine.run_entry import Best, read_entry
from engine.runfile import RunWriter, map_rows
from engine.runs import EVENTS, INFO, SNAPSHOTS, STEPS, RunStore
from engine.runs_index import INDEX, RunsIndex
from engine.thumbnail import thumbnail
from engine.trash import LEAVING, size_of


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def ids(store: RunStore) -> list[str]:
    return [info.run for info in store]


# The trash


def test_a_discarded_run_comes_back_as_it_was(store: RunStore) -> None:
    kept, gone = keep_run(store), keep_run(store, snapshots=100)
    store.annotate(gone, Annotations(name="mine"))
    before = size_of(store.folder(gone))
    store.discard(gone)
    assert ids(store) == [kept]
    assert list(store.trash) == [gone]
    assert gone in store.trash
    store.bring_back(gone)
    assert ids(store) == [kept, gone]
    assert size_of(store.folder(gone)) == before
    assert store.annotations(gone).name == "mine"
    assert list(store.trash) == []


def test_emptying_the_trash_says_what_it_freed(store: RunStore) -> None:
    run = keep_run(store, snapshots=5000)
    size = size_of(store.folder(run))
    store.discard(run)
    assert store.empty_trash() == size
    assert store.empty_trash() == 0
    with pytest.raises(EngineError, match="could not be brought back"):
        store.bring_back(run)


def test_what_a_crash_left_half_removed_is_not_offered_and_goes_next_time(store: RunStore) -> None:
    left = store.trash.folder / f"{LEAVING}abc"
    left.mkdir(parents=True)
    (left / STEPS).write_bytes(bytes(70))
    assert list(store.trash) == []
    assert store.empty_trash() == 70
    assert not left.exists()


def test_one_run_that_cannot_be_removed_does_not_keep_the_others(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program may have taken it out of the trash meanwhile."""
    gone, *others = [keep_run(store, snapshots=10) for _ in range(3)]
    for run in (gone, *others):
        store.discard(run)
    rename = Path.rename

    def refuses(path: Path, target: Path) -> Path:
        if path.name == gone:
            raise FileNotFoundError(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuses)
    assert store.empty_trash() > 0
    assert list(store.trash) == [gone]


@pytest.mark.parametrize("run", ["", ".", "..", "../outside", "a/b", ".trash", "a\0b", "../../x"])
def test_nothing_outside_of_the_runs_is_read_moved_or_removed(store: RunStore, run: str) -> None:
    keep_run(store)
    kept = keep_run(store)
    store.discard(kept)
    outside = store.root.parent / "outside"
    outside.mkdir()
    (outside / INFO).write_bytes((store.trash.folder / kept / INFO).read_bytes())
    store.delete(run)
    for ask in (store.info, store.load, store.discard, store.bring_back, store.annotations):
        with pytest.raises(EngineError, match="There is no run"):
            ask(run)
    assert (outside / INFO).exists()
    assert list(store.trash) == [kept]


def test_a_run_is_called_what_its_folder_is_called(store: RunStore) -> None:
    """A copy is a run of its own, and no record leads to another folder than its own."""
    run = keep_run(store)
    shutil.copytree(store.folder(run), store.folder("copied"))
    assert ids(store) == [run, "copied"]
    index = RunsIndex(store)
    assert [entry.run for entry in index.entries()] == ["copied", run]
    store.discard(index.entries()[0].run)
    assert ids(store) == [run]


def test_a_record_that_cannot_be_is_called_damaged(store: RunStore) -> None:
    """Or it would be drawn, and whoever draws it would fail."""
    backwards, strange, again = (keep_run(store, validation=(1.0, 0.5)) for _ in range(3))
    with RunWriter(store.folder(backwards) / STEPS, groups=1, layers=1) as writer:
        for step in (2, 1):
            writer.write(StepEnded(step, 0, 1.0, (0.1,), 2.0, 1.0, (2.0,)), 0.5)
    with RunWriter(store.folder(strange) / STEPS, groups=2, layers=1) as writer:
        writer.write(StepEnded(1, 0, 1.0, (0.1, 0.2), 2.0, 1.0, (2.0,)), 0.5)
    log = EventWriter(store.folder(again) / EVENTS)
    log.write(Evaluated(step=1, split="validation", loss=0.3, metrics=()))
    log.close()
    for run in (backwards, strange, again):
        with pytest.raises(EngineError, match="damaged"):
            store.load(run)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_looking_at_a_run_while_another_program_looks_does_not_call_it_under_way(
    store: RunStore,
) -> None:
    import fcntl

    run = keep_run(store)
    with (store.folder(run) / EVENTS).open("rb") as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_EX)
        assert not store.under_way(run)
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        assert store.under_way(run)


def test_what_is_not_there_cannot_be_discarded(store: RunStore) -> None:
    with pytest.raises(EngineError, match="could not be discarded"):
        store.discard("nothing")


HOLDER = """
import sys
from pathlib import Path
from engine.eventlog import EventWriter
writer = EventWriter(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there, open files hold their folder")
def test_a_run_under_way_is_never_discarded_and_a_killed_one_is_free(store: RunStore) -> None:
    run = keep_run(store, status=None, snapshots=10)
    path = str(store.folder(run) / EVENTS)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline() == b"open\n"
        assert store.under_way(run)
        assert read_entry(store, run).status == "running"
        with pytest.raises(EngineError, match="under way"):
            store.discard(run)
        store.drop_snapshots(run)
        assert (store.folder(run) / SNAPSHOTS).exists()
        holder.kill()
        holder.wait()
    assert not store.under_way(run)
    assert read_entry(store, run).status == "unfinished"
    store.drop_snapshots(run)
    assert not (store.folder(run) / SNAPSHOTS).exists()
    store.discard(run)


def test_a_run_that_is_about_to_begin_is_under_way(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = store.create(RunRequest(recipe="none:none")).run
    assert store.under_way(run)
    old = (store.folder(run) / INFO).stat().st_mtime - 3600
    os.utime(store.folder(run) / INFO, (old, old))
    assert not store.under_way(run)
    assert not store.under_way("nothing")


# Notes


def test_notes_stay_and_nothing_leaves_no_file(store: RunStore) -> None:
    run = keep_run(store)
    notes = Annotations(name="α run", tags=("keep",), pinned=True, hidden=True, note="Why?\nBig.")
    store.annotate(run, notes)
    assert store.annotations(run) == notes
    store.annotate(run, NONE)
    store.annotate(run, NONE)
    assert not (store.folder(run) / ANNOTATIONS).exists()
    with pytest.raises(EngineError, match="could not be kept"):
        store.annotate("nothing", notes)


@given(st.binary(max_size=200))
def test_damaged_notes_never_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "noted"
    folder.mkdir(exist_ok=True)
    (folder / ANNOTATIONS).write_bytes(data)
    assert isinstance(read_notes(folder), Annotations)


def test_of_damaged_notes_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / ANNOTATIONS).write_text('{"name": 3, "tags": ["a", 4, "B c"], "pinned": "yes"}')
    assert read_notes(tmp_path) == Annotations(tags=("a", "b", "c"))


@given(st.text(max_size=300))
def test_what_is_typed_is_made_fit(text: str) -> None:
    name, tags = name_in(text), tags_in(text)
    assert name == name_in(name)
    assert name.isprintable()
    assert tags == tags_in(" ".join(tags))
    assert all(tag and " " not in tag and not tag.startswith("#") for tag in tags)


def test_tags_are_typed_with_spaces_commas_and_hashes() -> None:
    assert tags_in("#Keep, keep  odd,#thesis") == ("keep", "odd", "thesis")
    assert name_in("  a\tname \x1b[31m") == "a name [31m"


# One entry


def test_an_entry_says_what_the_run_came_to(store: RunStore) -> None:
    run = keep_run(store, (2.0, 0.25, 0.5), validation=(0.9, 0.3, 0.4), snapshots=1000)
    entry = read_entry(store, run)
    assert (entry.run, entry.status, entry.steps, entry.planned) == (run, "finished", 3, 10)
    assert (entry.final_loss, entry.seconds) == (0.5, 1.5)
    assert entry.best == Best(loss=0.3, step=2, split="validation")
    assert entry.metrics[0].value == 0.3
    assert entry.snapshots_size == 1000
    assert entry.size == size_of(store.folder(run))


def test_without_validation_the_best_is_the_lowest_finite_training_loss(store: RunStore) -> None:
    losses = (2.0, math.nan, 0.25, math.inf, 0.5)
    entry = read_entry(store, keep_run(store, losses, status="diverged"))
    assert entry.best == Best(loss=0.25, step=3, split="train")
    assert entry.problem == BROKEN.title
    nothing = read_entry(store, keep_run(store, (math.nan,), status="diverged"))
    assert nothing.best is None
    assert math.isnan(nothing.final_loss)


def test_a_run_without_a_record_is_listed_all_the_same(store: RunStore) -> None:
    run = keep_run(store, status="failed")
    (store.folder(run) / STEPS).write_bytes(b"TUTORRUN")
    entry = read_entry(store, run)
    assert (entry.status, entry.steps, entry.best) == ("failed", 0, None)
    (store.folder(run) / EVENTS).write_bytes(b'{"event":"run_ended","status":3}\n{"event":"ev')
    assert read_entry(store, run).status == "unfinished"


def test_mapped_rows_are_the_rows(store: RunStore) -> None:
    run = keep_run(store, (3.0, 2.0))
    assert map_rows(store.folder(run) / STEPS)["loss"].tolist() == [3.0, 2.0]
    empty = keep_run(store, ())
    assert len(map_rows(store.folder(empty) / STEPS)) == 0
    with pytest.raises(FileNotFoundError):
        map_rows(store.folder(run) / "other.bin")


# The index


def test_runs_are_listed_newest_first_and_read_once(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = keep_run(store), keep_run(store)
    monkeypatch.setattr(runs_index, "SETTLED", 0)
    assert [entry.run for entry in RunsIndex(store).entries()] == [second, first]

    def never(*_: object) -> object:
        raise AssertionError("nothing has changed")

    with monkeypatch.context() as patch:
        patch.setattr(runs_index, "read_entry", never)
        assert [entry.run for entry in RunsIndex(store).entries()] == [second, first]
    store.discard(first)
    third = keep_run(store)
    assert [entry.run for entry in RunsIndex(store).entries()] == [third, second]


def test_what_was_written_just_before_is_read_again(store: RunStore) -> None:
    run = keep_run(store, status=None)
    index = RunsIndex(store)
    assert index.entries()[0].status == "unfinished"
    before = (store.folder(run) / EVENTS).stat()
    log = EventWriter(store.folder(run) / EVENTS)
    log.write(RunEnded(status="stopped", steps=3, seconds=1.0))
    log.close()
    # A disk whose clock stands still between two writes.
    os.utime(store.folder(run) / EVENTS, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert index.entries()[0].status == "stopped"


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"\xff\xfe", b"\x92\x01\x90"])
def test_a_damaged_index_is_made_anew(store: RunStore, damage: bytes) -> None:
    run = keep_run(store)
    RunsIndex(store).entries()
    (store.root / INDEX).write_bytes(damage)
    assert [entry.run for entry in RunsIndex(store).entries()] == [run]
    assert (store.root / INDEX).stat().st_size > 100


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_damage_of_the_index_is_ever_noticed(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, cut: int
) -> None:
    store = RunStore(tmp_path_factory.getbasetemp() / "indexed")
    if not ids(store):
        keep_run(store, validation=(0.5,))
        RunsIndex(store).entries()
    whole = (store.root / INDEX).read_bytes()
    (store.root / INDEX).write_bytes(whole[:cut] + junk + whole[cut + len(junk) :])
    assert [entry.run for entry in RunsIndex(store).entries()] == ids(store)
    (store.root / INDEX).write_bytes(whole)


@given(st.lists(st.sampled_from(["make", "note", "discard", "restore", "thin"]), max_size=8))
def test_the_index_says_what_the_disk_says(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[str]
) -> None:
    store = RunStore(tmp_path_factory.mktemp("deeds"))
    index = RunsIndex(store)
    for number, deed in enumerate(deeds):
        there, gone = ids(store), list(store.trash)
        if deed == "make":
            keep_run(store, snapshots=10)
        elif deed == "note" and there:
            store.annotate(there[0], Annotations(name=f"run {number}"))
        elif deed == "discard" and there:
            store.discard(there[-1])
        elif deed == "restore" and gone:
            store.bring_back(gone[0])
        elif deed == "thin" and there:
            store.drop_snapshots(there[0])
        fresh = tuple(read_entry(store, run) for run in reversed(ids(store)))
        assert index.entries() == fresh
        assert RunsIndex(store).entries() == fresh


def test_many_may_list_and_write_at_once(store: RunStore) -> None:
    wrong: list[object] = []

    def look() -> None:
        for _ in range(6):
            made = keep_run(store)
            found = {entry.run for entry in RunsIndex(store).entries()}
            if made not in found:
                wrong.append(made)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(RunsIndex(store).entries()) == 24


def test_an_index_that_cannot_be_written_costs_nothing_else(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = keep_run(store)

    def full(*_: object, **__: object) -> object:
        raise OSError("no space left")

    monkeypatch.setattr(runs_index, "whole", full)
    assert [entry.run for entry in RunsIndex(store).entries()] == [run]
    assert RunsIndex(RunStore(store.root / "nowhere")).entries() == ()


# Cleaning up


def test_a_rule_never_touches_what_is_pinned_or_newer(store: RunStore) -> None:
    new, old = keep_run(store), keep_run(store, days_old=40)
    pinned, broken = keep_run(store, days_old=50), keep_run(store, days_old=60, status="failed")
    store.annotate(pinned, Annotations(pinned=True))
    entries = RunsIndex(store).entries()
    assert set(sweep(entries, Rule(older_than=30), NOW).runs) == {old, broken}
    assert sweep(entries, Rule(older_than=30, statuses=("failed",)), NOW).runs == (broken,)
    assert set(sweep(entries, Rule(), NOW).runs) == {new, old, broken}
    running = tuple(replace(entry, status="running") for entry in entries)
    assert sweep(running, Rule(), NOW).runs == ()


def test_a_clean_up_frees_what_it_said(store: RunStore) -> None:
    run, other = keep_run(store, snapshots=3000), keep_run(store)
    entries = RunsIndex(store).entries()
    found = sweep(entries, Rule(what="snapshots"), NOW)
    assert found == Sweep(what="snapshots", runs=(run,), size=3000)
    before = disk_use(store, entries)
    assert carry_out(store, found).runs == (run,)
    after = disk_use(store, RunsIndex(store).entries())
    assert before.snapshots_size - after.snapshots_size == 3000
    assert after.snapshots_size == 0
    every = sweep(entries, Rule(), NOW)
    assert set(carry_out(store, every).runs) == {run, other}
    assert disk_use(store, ()).discarded == 2
    assert disk_use(store, ()).trash_size == after.size


def test_what_cannot_be_done_does_not_keep_the_rest_back(store: RunStore) -> None:
    run = keep_run(store)
    done = discard_all(store, ["nothing", run])
    assert done.runs == (run,)
    assert "nothing" in done.problems[0].title
    assert bring_all_back(store, [run, "nothing"]).runs == (run,)


def test_a_run_that_does_not_say_when_it_was_made_is_not_old(store: RunStore) -> None:
    entry = read_entry(store, keep_run(store))
    undated = replace(entry, info=replace(entry.info, created="once"))
    assert made_at(undated) is None
    assert sweep([undated], Rule(), NOW).runs == ()
    local = replace(entry, info=replace(entry.info, created="2026-01-01T00:00:00"))
    assert made_at(local) is not None
    assert made_at(local).tzinfo is not None  # type: ignore[union-attr]


# Thumbnails and exports


@given(st.lists(st.one_of(st.floats(0, 10), st.just(math.nan)), max_size=300), st.integers(2, 50))
def test_a_thumbnail_keeps_extremes_and_order(
    tmp_path_factory: pytest.TempPathFactory, losses: list[float], points: int
) -> None:
    store = RunStore(tmp_path_factory.mktemp("thumb"))
    found = thumbnail(store.folder(keep_run(store, losses)), points)
    assert len(found) <= max(points, 0)
    assert [point.step for point in found] == sorted({point.step for point in found})
    finite = [loss for loss in losses if math.isfinite(loss)]
    kept = [point.loss for point in found if math.isfinite(point.loss)]
    assert (min(kept), max(kept)) == (min(finite), max(finite)) if finite else kept == []
    for point in found:
        assert np.isclose(point.loss, losses[point.step - 1], equal_nan=True)


def test_a_run_without_record_has_no_thumbnail(store: RunStore) -> None:
    assert thumbnail(store.folder("nothing")) == ()


def test_a_stored_run_is_written_under_its_own_name(store: RunStore, tmp_path: Path) -> None:
    run = keep_run(store)
    for kind in ("csv", "jsonl"):
        path = Path(export(str(store.root), run, kind, str(tmp_path / "out")))  # type: ignore[arg-type]
        assert path == tmp_path / "out" / f"{run}.{kind}"
        assert path.read_text().count("\n") >= 4
    with pytest.raises(EngineError):
        export(str(store.root), "nothing", "csv", str(tmp_path))


def test_notes_are_written_whole(tmp_path: Path) -> None:
    write_notes(tmp_path, Annotations(name="one"))
    assert [path.name for path in tmp_path.iterdir()] == [ANNOTATIONS]
