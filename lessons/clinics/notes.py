"""What trials have shown and how the mended run went, kept so that nothing is trained twice.

Everything here can be made again from the progress file and the learner's code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from engine.atomic import whole
from engine.wire import plain
from lessons.clinics.mended import Mended
from lessons.clinics.shown import Shown

FOLDER = "clinics"
Kept = TypeVar("Kept")


class Notes:
    """The notes of one case. A disk that refuses costs time, and nothing else."""

    def __init__(self, home: Path, case: str) -> None:
        """`home`: the folder that the learner's runs lie in as well."""
        self._folder = home / FOLDER / case

    def trial(self, key: str) -> Shown | None:
        """What that trial has shown; None where it has to be made again."""
        return self._read(f"trial-{key}.json", Shown)

    def keep_trial(self, key: str, shown: Shown) -> None:
        """Keep what it has shown."""
        self._write(f"trial-{key}.json", shown)

    def mended(self) -> Mended | None:
        """The mended run; None where it has to be made again."""
        return self._read("mended.json", Mended)

    def keep_mended(self, mended: Mended) -> None:
        """Keep it."""
        self._write("mended.json", mended)

    def _read(self, name: str, kind: type[Kept]) -> Kept | None:
        try:
            kept = msgspec.json.decode((self._folder / name).read_bytes())
            return msgspec.convert(kept, kind, strict=False)
        except (OSError, msgspec.MsgspecError):
            return None

    def _write(self, name: str, content: object) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with whole(self._folder / name) as file:
                file.write(msgspec.json.encode(plain(msgspec.to_builtins(content))))
        except OSError:
            return
