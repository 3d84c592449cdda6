"""The steps of a run on disk: transport, log, replay and crash record in one.

A page of header, then one fixed-size record a step. The writer maps the file and appends; readers
in any process follow it through the head counter. Nothing can block and nothing is lost when a
reader is slow. What a killed writer has recorded stays readable.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import mmap
import os
import struct
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from engine.events import StepEnded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.void]
    """Structured array with the fields of `dtype`."""

MAGIC = b"TUTORRUN"
VERSION = 1
PAGE = 4096
HEAD = 4088
"""Offset of the head counter: records written so far, the last eight bytes of the header."""
LARGEST = 3.4028234e38
"""The largest float32: a norm in double precision may be larger, and is recorded as infinite."""
GROWTH = 1 << 20
"""Bytes by which the file grows: a few thousand steps of a small model."""


def dtype(groups: int, layers: int) -> np.dtype[np.void]:
    """Fields of a record: step, epoch, seconds, loss, lr (groups,), grad_norm, applied_norm,
    layers (layers,)."""
    import numpy as np

    return np.dtype(
        [
            ("step", "<i8"),
            ("epoch", "<i8"),
            ("seconds", "<f8"),
            ("loss", "<f8"),
            ("lr", "<f8", (groups,)),
            ("grad_norm", "<f8"),
            ("applied_norm", "<f8"),
            ("layers", "<f4", (layers,)),
        ]
    )


class RunWriter:
    """Appends records. Raises OSError where the disk is full, before anything is damaged."""

    def __init__(self, path: Path, groups: int, layers: int) -> None:
        self._record = struct.Struct(f"<qqdd{groups}ddd{layers}f")
        header = json.dumps({"version": VERSION, "groups": groups, "layers": layers}).encode()
        self._file = path.open("w+b")
        self._file.write((MAGIC + header).ljust(PAGE, b"\0"))
        self._file.flush()
        self.count = 0
        """Records written."""
        self._head = mmap.mmap(self._file.fileno(), PAGE)
        self._window = self._head
        self._room = 0
        self._at = 0
        self._slide()

    def write(self, event: StepEnded, seconds: float) -> None:
        """Append one record; visible to readers at once."""
        if self._at + self._record.size > self._room:
            self._slide()
        try:
            self._pack(event, seconds)
        except OverflowError:
            norms = [math.inf if norm > LARGEST else norm for norm in event.layer_norms]
            self._pack(replace(event, layer_norms=tuple(norms)), seconds)
        self._at += self._record.size
        self.count += 1
        # After the record, so that a reader never sees a head that is ahead of the data.
        _COUNTER.pack_into(self._head, HEAD, self.count)

    def _pack(self, event: StepEnded, seconds: float) -> None:
        self._record.pack_into(
            self._window,
            self._at,
            event.step,
            event.epoch,
            seconds,
            event.loss,
            *event.lr,
            event.grad_norm,
            event.applied_norm,
            *event.layer_norms,
        )

    def close(self) -> None:
        """Give back the space that was reserved and not used."""
        self._window.close()
        self._head.close()
        self._file.truncate(self._end)
        self._file.close()

    @property
    def _end(self) -> int:
        """Where the next record goes in the file."""
        return PAGE + self.count * self._record.size

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _slide(self) -> None:
        """Map the next part of the file, and only that: memory stays flat however long a run is."""
        start = self._end // mmap.ALLOCATIONGRANULARITY * mmap.ALLOCATIONGRANULARITY
        room = GROWTH + self._record.size
        _reserve(self._file, start + room)
        if self._window is not self._head:
            self._window.close()
        self._window = mmap.mmap(self._file.fileno(), room, offset=start)
        self._room, self._at = room, self._end - start


def _reserve(file: BinaryIO, size: int) -> None:
    """Take real disk space: a write to a mapped hole on a full disk kills the process."""
    held = os.fstat(file.fileno()).st_size
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), held, size - held)
            return
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):
                raise
    file.seek(held)
    file.write(bytes(size - held))
    file.flush()


_COUNTER = struct.Struct("<q")


class RunReader:
    """Follows a run file, live or finished."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None
        self._read = 0
        self._dtype: np.dtype[np.void] | None = None

    def new_rows(self) -> Rows | None:
        """Records written since the last call; None as long as there is no file.

        Raises ValueError for a file that is not a run file.
        """
        import numpy as np

        if not self._open():
            return None
        assert self._dtype is not None
        size = self._dtype.itemsize
        head = self._written(size)
        self._file.seek(PAGE + self._read * size)
        data = self._file.read(max(head - self._read, 0) * size)
        rows = np.frombuffer(data[: len(data) // size * size], dtype=self._dtype)
        self._read += len(rows)
        return rows

    def mapped_rows(self) -> Rows | None:
        """All records so far, read from disk only as they are looked at: for runs of any length.

        None as long as there is no file; raises ValueError as `new_rows` does.
        """
        import numpy as np

        if not self._open():
            return None
        assert self._dtype is not None
        count = self._written(self._dtype.itemsize)
        if not count:
            return np.zeros(0, dtype=self._dtype)
        return np.memmap(self._path, self._dtype, mode="r", offset=PAGE, shape=(count,))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _written(self, size: int) -> int:
        """Records in the file, of `size` bytes each.

        A file that was cut off, or whose head is damaged, has the records that are in it.
        """
        self._file.seek(HEAD)
        head: int = _COUNTER.unpack(self._file.read(_COUNTER.size))[0]
        return max(0, min(head, (os.fstat(self._file.fileno()).st_size - PAGE) // size))

    def _open(self) -> bool:
        if self._file is not None:
            return True
        try:
            file = self._path.open("rb", buffering=0)
        except FileNotFoundError:
            return False
        page = file.read(PAGE)
        if len(page) < PAGE:
            file.close()
            return False
        try:
            if not page.startswith(MAGIC):
                raise ValueError("it does not begin as one")
            header = json.loads(page[len(MAGIC) : HEAD].rstrip(b"\0"))
            if header["version"] != VERSION:
                raise ValueError(f"it has version {header['version']}, not {VERSION}")
            self._dtype = dtype(int(header["groups"]), int(header["layers"]))
        except (ValueError, KeyError, TypeError) as error:
            file.close()
            raise ValueError(f"{self._path} is not a run file: {error}") from error
        self._file = file
        return True


def read_rows(path: Path) -> Rows:
    """All records of a run file. Raises FileNotFoundError, or ValueError for another file."""
    with contextlib.closing(RunReader(path)) as reader:
        rows = reader.new_rows()
    if rows is None:
        raise FileNotFoundError(path)
    return rows


def map_rows(path: Path) -> Rows:
    """The same, read from disk only as they are looked at."""
    with contextlib.closing(RunReader(path)) as reader:
        rows = reader.mapped_rows()
    if rows is None:
        raise FileNotFoundError(path)
    return rows
