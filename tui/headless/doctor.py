"""`tutor doctor`: looks at the environment and changes nothing."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lessons.paths import HOME_VARIABLE, data_folder

LEAST_SPACE = 200 * 1024 * 1024
PACKAGES = ("torch", "numpy", "scikit-learn", "textual", "rich", "plotext", "typer", "msgspec")

EXTRAS = {
    "search": ("optuna",),
    "tensorboard": ("tensorboard",),
    "onnx": ("onnx", "onnxruntime", "onnxscript"),
    "quantize": ("torchao",),
    "vision": ("torchvision",),
}
"""Optional extras, and the packages that each brings."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    found: str
    advice: str = ""
    """What to do about it; empty where all is well."""


def doctor() -> int:
    """Print every check; returns 1 where something needs doing."""
    utf = (sys.stdout.encoding or "").lower().startswith("utf")
    good, bad = ("✓", "✗") if utf else ("ok", "!!")
    troubled = False
    for check in checks():
        sys.stdout.write(f"{bad if check.advice else good} {check.name:12} {check.found}\n")
        if check.advice:
            troubled = True
            sys.stdout.write(f"    {check.advice}\n")
        sys.stdout.flush()
    return 1 if troubled else 0


def checks() -> Iterator[Check]:
    """Everything, the quick first."""
    yield _python()
    for package in PACKAGES:
        yield _package(package)
    yield _extras()
    yield from _terminal()
    yield from _data()
    yield _curriculum()
    yield _containment()
    yield _engine()


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    advice = "" if sys.version_info >= (3, 11) else "tutor needs Python 3.11 or newer."
    return Check("Python", f"{version}, {os.cpu_count()} cores", advice)


def _package(name: str) -> Check:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, "missing", "Install tutor again, as the README says.")
    wrong = name == "plotext" and version.split(".")[0] != "5"
    advice = "tutor needs plotext 5; version 6 draws differently." if wrong else ""
    return Check(name, version, advice)


def _extras() -> Check:
    """What is there beside what has to be; nothing to do about what is not."""
    there = {name: all(map(_installed, packages)) for name, packages in EXTRAS.items()}
    parts = [name for name, found in there.items() if found]
    missing = [name for name, found in there.items() if not found]
    words = ", ".join(parts) or "none"
    if missing:
        words += f'; not installed: {", ".join(missing)} (pip install "tutor[{missing[0]}]")'
    return Check("extras", words)


def _installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _terminal() -> Iterator[Check]:
    kind = os.environ.get("TERM", "")
    size = shutil.get_terminal_size((0, 0))
    if not sys.stdout.isatty():
        yield Check("terminal", "output is not a terminal; `tutor list` and `tutor run` work here")
        return
    small = size.columns < 80 or size.lines < 24
    advice = "Make the window at least 80x24." if small else ""
    colour = os.environ.get("COLORTERM", "") or "not said; 16 or 256 colours are used"
    yield Check("terminal", f"{kind or 'unknown'}, {size.columns}x{size.lines}", advice)
    off = "off (NO_COLOR)" if "NO_COLOR" in os.environ else colour
    yield Check("colour", off)
    encoding = sys.stdout.encoding or ""
    if encoding.lower().startswith("utf"):
        yield Check(
            "signs", "⣿⡇⢸ ▀▄ ▽○□ ✓  (boxes or gaps here: choose block or ascii in settings)"
        )
    else:
        yield Check("signs", encoding, "Set a UTF-8 locale, or choose ascii in settings.")


def _data() -> Iterator[Check]:
    folder = data_folder()
    chosen = f" ({HOME_VARIABLE})" if HOME_VARIABLE in os.environ else ""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    writable = place.is_dir() and os.access(place, os.W_OK)
    advice = "" if writable else f"Make {place} writable, or set {HOME_VARIABLE} to a folder."
    state = "" if folder.exists() else ", not made yet"
    yield Check("data", f"{folder}{chosen}{state}", advice)
    if place.is_dir():
        free = shutil.disk_usage(place).free
        advice = "Runs are kept on disk: free some space." if free < LEAST_SPACE else ""
        yield Check("disk", f"{free / 1e9:.1f} GB free", advice)
    yield _progress(folder / "progress.db")


def _progress(path: Path) -> Check:
    if not path.exists():
        return Check("progress", "none yet")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            verdict = found.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict == "ok":
        return Check("progress", f"{path.name} is sound, {path.stat().st_size // 1024} kB")
    return Check("progress", verdict, "The app sets it aside at its next start, and says so.")


def _curriculum() -> Check:
    from lessons.catalog import load_catalog

    catalog = load_catalog()
    found = f"{len(catalog.lessons)} lessons in {len(catalog.units)} units"
    if not catalog.lessons:
        return Check("lessons", found, "Install tutor again, as the README says.")
    advice = "`tutor lint` says what is wrong with them." if catalog.problems else ""
    return Check("lessons", f"{found}, {len(catalog.problems)} problems", advice)


def _containment() -> Check:
    """What keeps the learner's own code in while it is checked; nothing to do about it."""
    from lessons.checking.contained import contained

    here = contained()
    words = f"contained here: {', '.join(here.closed)}"
    if here.open:
        words += f"; not beyond an accident: {', '.join(here.open)}"
    return Check("exercises", words)


def _engine() -> Check:
    """Starts a worker as a run does, in a folder that is thrown away."""
    from engine.client import Engine
    from engine.errors import EngineError

    try:
        with tempfile.TemporaryDirectory() as folder:
            devices = Engine(Path(folder)).call("engine.device:available")
    except EngineError as error:
        return Check("devices", error.problem.title, error.problem.reason)
    return Check("devices", ", ".join(devices))
