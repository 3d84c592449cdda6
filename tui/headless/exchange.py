"""`tutor export` and `tutor import`: progress as one JSON document."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from engine.atomic import replacing
from engine.errors import EngineError
from lessons.errors import TutorError
from lessons.paths import data_folder
from lessons.progress.exchange import LARGEST, Document, NotTaken, read, written
from lessons.progress.merge import Merged, compared
from lessons.progress.store import BEFORE_IMPORT, ProgressStore
from lessons.progress.workfiles import Landing, gathered, landings, put
from tui.headless.fail import fail

WORKSPACE = "workspace"
STREAM = Path("-")


def export_progress(to: Path, *, workspace: bool) -> int:
    """Write all progress, and the learner's files if wanted; returns the exit status."""
    store = ProgressStore.best_effort(data_folder())
    try:
        files = gathered(data_folder() / WORKSPACE) if workspace else ()
        document = Document(store.everything(), files)
        data = written(document)
        if to == STREAM:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        else:
            with replacing(to) as file:
                file.write(data)
            entries = counted(len(document.progress.entries), "entry", "entries")
            also = f" and {counted(len(files), 'file', 'files')}" if workspace else ""
            sys.stdout.write(f"{to}: {entries}{also}\n")
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    finally:
        store.close()
    if store.notice:
        sys.stderr.write(f"tutor: {store.notice}\n")
    return 0


def import_progress(source: Path, *, dry_run: bool) -> int:
    """Take in a document, or say what it would bring; returns the exit status."""
    try:
        document = read(_contents(source))
        store = ProgressStore.open(data_folder())
    except TutorError as error:
        return fail(error.problem)
    try:
        found = compared(store.everything(), document.progress)
        folder = data_folder() / WORKSPACE
        landing = landings(document.workspace, folder)
        if not dry_run:
            if found.entries or found.places:
                found = store.merge(document.progress)
            put(landing, folder)
    except TutorError as error:
        return fail(error.problem)
    finally:
        store.close()
    sys.stdout.write("".join(f"{line}\n" for line in _told(found, landing, dry_run=dry_run)))
    return 0


def _contents(source: Path) -> bytes:
    if source == STREAM:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with source.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        reason = f"{source} cannot be read: {error.strerror or error}."
        step = "Give a file that `tutor export` wrote."
        raise NotTaken("This cannot be imported", reason, step) from error


def _told(found: Merged, landing: tuple[Landing, ...], *, dry_run: bool) -> list[str]:
    """What was taken in, or would be."""
    new = len(found.entries)
    if not new and not landing and not found.places:
        return ["Nothing new: all of it is here already."]
    verb = "Would take in" if dry_run else "Took in"
    lines = [f"{verb} {counted(new, 'entry', 'entries')}; {found.known} were here already."]
    lessons = Counter(entry.lesson for entry in found.entries)
    lines += [f"  {_tame(lesson)}: {count}" for lesson, count in lessons.items()]
    lines += [f"  file {one.path}" for one in landing]
    if not dry_run and (new or found.places):
        lines.append(f"The file as it was before is kept as {BEFORE_IMPORT}.")
    return lines


def _tame(text: str) -> str:
    """What somebody else wrote, so that a terminal only shows it."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:60])


def counted(number: int, one: str, many: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{number} {one if number == 1 else many}"
