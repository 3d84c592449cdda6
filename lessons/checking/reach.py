"""What a learner's process may read: Python, its libraries and the engine; no lesson's folder."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/nix/store"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
    *("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/mime.types", "/etc/os-release"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys", "/proc/filesystems"),
    *("/sys/devices/system", "/sys/fs/cgroup"),
)
"""Files and folders outside Python that libraries look at."""
LESSONS = Path(__file__).parents[1]
SECRET = ("curriculum", "clinics", "review")
"""Folders of `lessons` that hold answers."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a process may look."""

    hidden: tuple[str, ...]
    """Folders that hold answers."""
    readable: tuple[str, ...]
    """Folders with everything in them, and single files."""
    listed: tuple[str, ...]
    """Folders whose names may be listed, so that modules are found."""


def reach(*secret: Path) -> Reach:
    """What may be read where these folders may not; other processes' data are out of it anyway."""
    hidden = [_real(path) for path in (*secret, *(LESSONS / name for name in SECRET))]
    folders = [_real(Path(path)) for path in _wanted() if Path(path).exists()]
    readable: list[str] = []
    for folder in dict.fromkeys(folders):
        readable += _around(folder, hidden)
    searched = [path for path in sys.path if path and os.path.isdir(path)]
    return Reach(
        tuple(map(str, secret)), tuple(dict.fromkeys(readable)), tuple(dict.fromkeys(searched))
    )


def _wanted() -> list[str]:
    paths = sysconfig.get_paths()
    libraries = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    libraries += site.getsitepackages() if hasattr(site, "getsitepackages") else []
    # Where an environment lies in another one, the outer one's libraries are on the path too.
    libraries += [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    prefixes = [f"{prefix}/lib" for prefix in (sys.prefix, sys.base_prefix)]
    engine = LESSONS.parent / "engine"
    own = [str(LESSONS / "__init__.py"), str(LESSONS / "checking"), str(engine)]
    return [*SYSTEM, *prefixes, sys.base_prefix, *libraries, *own]


def _around(folder: str, hidden: list[str]) -> list[str]:
    """The folder, or its parts that lead to nothing hidden."""
    if any(_within(folder, secret) for secret in hidden):
        return []
    if not any(_within(secret, folder) for secret in hidden):
        return [folder]
    try:
        inside = sorted(entry.path for entry in os.scandir(folder) if not entry.is_symlink())
    except OSError:
        return []
    return [path for entry in inside for path in _around(entry, hidden)]


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _real(path: Path) -> str:
    return os.path.realpath(path)
