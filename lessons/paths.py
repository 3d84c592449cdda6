"""Where the learner's data lie: the platform's user-data folder, or TUTOR_HOME."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "TUTOR_HOME"


def data_folder() -> Path:
    """Folder of everything that is kept; it may not exist yet."""
    if chosen := os.environ.get(HOME_VARIABLE):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("tutor", appauthor=False)


def runs_folder() -> Path:
    """Folder of all runs."""
    return data_folder() / "runs"
