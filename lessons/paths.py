"""Where the learner's data lie: the platform's user-data folder, or TUTOR_HOME.

Several learners share a machine by their profiles: each has a folder of its own below `profiles`,
with everything in it. The one without a name has the data folder itself.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from lessons.errors import BadValue

HOME_VARIABLE = "TUTOR_HOME"
PROFILE_VARIABLE = "TUTOR_PROFILE"
DEFAULT_PROFILE = "default"
"""The learner without a name."""
PROFILES = "profiles"
LONGEST_NAME = 40
_RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}
"""Names that cannot be folders on Windows: a home folder may be carried there."""


def data_folder() -> Path:
    """Folder of everything that is kept; it may not exist yet.

    Raises BadValue where TUTOR_PROFILE cannot be the name of a learner.
    """
    profile = current_profile()
    if profile == DEFAULT_PROFILE:
        return base_folder()
    return profiles_folder() / profile


def base_folder() -> Path:
    """Folder that all learners of this machine share."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("tutor", appauthor=False)


def profiles_folder() -> Path:
    """Folder of the learners with a name."""
    return base_folder() / PROFILES


def runs_folder() -> Path:
    """Folder of all runs."""
    return data_folder() / "runs"


def current_profile() -> str:
    """Who is learning. Raises BadValue."""
    return profile_name(os.environ.get(PROFILE_VARIABLE) or DEFAULT_PROFILE)


def use_profile(name: str) -> None:
    """Learn as someone from now on, in this process and those it starts. Raises BadValue."""
    os.environ[PROFILE_VARIABLE] = profile_name(name)


def profile_name(text: str) -> str:
    """A name as it is kept, spelt as its folder is where there is one. Raises BadValue."""
    name = unicodedata.normalize("NFC", text.strip())
    if name.casefold() == DEFAULT_PROFILE:
        return DEFAULT_PROFILE
    fine = all(sign.isalnum() or sign in " -_" for sign in name)
    if not name or not name[0].isalnum() or not fine or len(name) > LONGEST_NAME:
        step = (
            f"Use up to {LONGEST_NAME} letters, digits, spaces, - and _, a letter or digit first."
        )
        raise BadValue("profile", f'"{text[:LONGEST_NAME]}" cannot be the name of a learner.', step)
    if name.casefold() in _RESERVED:
        raise BadValue("profile", f'"{name}" cannot be the name of a folder.', "Choose another.")
    # Some disks tell "Ada" from "ada" and others do not: it is the same learner everywhere.
    alike = (one for one in profile_names() if one.casefold() == name.casefold())
    return next(alike, name)


def profile_names() -> tuple[str, ...]:
    """The learners with a name that there are, in order."""
    try:
        found = [folder.name for folder in profiles_folder().iterdir() if folder.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(name for name in found if name[0].isalnum()))
